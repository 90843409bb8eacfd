package io.muster.oauth.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.oauth.ClientId;
import io.muster.oauth.Issuer;
import io.muster.oauth.Secret;
import io.muster.oauth.store.MemoryHashStore;
import io.muster.oauth.store.StoredForm;
import io.muster.testkit.ManualTime;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StoredRegistrationsTest {
    private static final URI REDIRECT = URI.create("https://muster.example/oauth/proxy/callback");
    private static final Registration.Key KEY = new Registration.Key(new Issuer("https://as.example"), REDIRECT);

    /** SHA-256 of {@code https://as.example|https://muster.example/oauth/proxy/callback}. */
    private static final String STORED = "oauth:dcr:0b00059ad29e804caae553b6016d1fbdb7c7c7db83ce1e063b8b3a1206f4a525";

    private final ManualTime time = new ManualTime();
    private final MemoryHashStore store = new MemoryHashStore(time);
    private final StoredRegistrations registrations = new StoredRegistrations(store, time);

    private Registration registration(Registration.Key key, Optional<Instant> secretEnd) {
        return new Registration(
                key,
                new ClientId("dynamic"),
                Optional.of(new Secret("s3cret")),
                secretEnd,
                Registration.Method.BASIC,
                Optional.empty(),
                Optional.empty(),
                time.instant());
    }

    @Test
    void a_registration_is_there_for_every_process_until_it_is_removed() {
        var registration = registration(KEY, Optional.empty());
        registrations.save(registration);

        assertThat(new StoredRegistrations(store, time).find(KEY)).contains(registration);
        assertThat(store.get(STORED, "registration")).isPresent();

        registrations.remove(KEY);
        assertThat(registrations.find(KEY)).isEmpty();
    }

    @Test
    void it_ends_with_its_secret() {
        registrations.save(registration(KEY, Optional.of(time.instant().plusSeconds(60))));

        time.advance(Duration.ofSeconds(59));
        assertThat(registrations.find(KEY)).isPresent();
        time.advance(Duration.ofSeconds(1));
        assertThat(registrations.find(KEY)).isEmpty();
    }

    @Test
    void it_ends_after_a_year() {
        registrations.save(registration(KEY, Optional.of(Instant.parse("9999-12-31T23:59:59Z"))));

        time.advance(Duration.ofDays(364));
        assertThat(registrations.find(KEY)).isPresent();
        time.advance(Duration.ofDays(1));
        assertThat(registrations.find(KEY)).isEmpty();
    }

    @Test
    void one_whose_secret_has_ended_is_not_kept() {
        registrations.save(registration(KEY, Optional.of(time.instant())));

        assertThat(store.size()).isZero();
    }

    @Test
    void what_was_registered_elsewhere_is_never_shown_here() {
        var elsewhere = new Registration.Key(new Issuer("https://other.example"), REDIRECT);
        registrations.save(registration(elsewhere, Optional.empty()));
        assertThat(registrations.find(KEY)).isEmpty();

        var foreign = new StoredForm<Registration>("registration", RegistrationForm::write, RegistrationForm::read)
                .write(registration(elsewhere, Optional.empty()));
        store.put(STORED, "registration", foreign, Duration.ofDays(1));
        assertThat(registrations.find(KEY)).as("put in its place").isEmpty();
    }

    @Test
    void what_cannot_be_read_counts_as_absent() {
        store.put(STORED, "registration", "{\"v\":1,\"iss\":\"not a url\"}", Duration.ofDays(1));

        assertThat(registrations.find(KEY)).isEmpty();
    }
}

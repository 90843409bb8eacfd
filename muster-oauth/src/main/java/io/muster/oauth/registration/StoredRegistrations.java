package io.muster.oauth.registration;

import io.muster.oauth.store.HashStore;
import io.muster.oauth.store.StoredForm;
import io.muster.wire.text.Sha256;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Registrations in a store, until their secret ends and for a year at most. Throws what the store throws. */
public final class StoredRegistrations implements RegistrationStore {
    private static final Duration LONGEST = Duration.ofDays(365);
    private static final String FIELD = "registration";

    private final HashStore store;
    private final InstantSource clock;
    private final StoredForm<Registration> form =
            new StoredForm<>("registration of a client", RegistrationForm::write, RegistrationForm::read);

    public StoredRegistrations(HashStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public Optional<Registration> find(Registration.Key key) {
        // What is there for another issuer must never be shown to this one, however it came there.
        return store.get(name(key), FIELD)
                .flatMap(form::read)
                .filter(found -> found.key().equals(key));
    }

    @Override
    public void save(Registration registration) {
        var life = registration
                .secretExpiresAt()
                .map(end -> Duration.between(clock.instant(), end))
                .filter(left -> left.compareTo(LONGEST) < 0)
                .orElse(LONGEST);
        if (life.isPositive()) {
            store.put(name(registration.key()), FIELD, form.write(registration), life);
        }
    }

    @Override
    public void remove(Registration.Key key) {
        store.remove(name(key));
    }

    private static String name(Registration.Key key) {
        return "oauth:dcr:" + Sha256.hex(key.issuer() + "|" + key.redirectUri());
    }
}

package io.muster.oauth.codeflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.oauth.ClientId;
import io.muster.oauth.Issuer;
import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import io.muster.oauth.SessionId;
import io.muster.oauth.Subject;
import io.muster.oauth.discovery.Provenance;
import io.muster.oauth.registration.ClientIdentity;
import io.muster.oauth.store.MemoryHashStore;
import io.muster.oauth.token.ClientCredentials;
import io.muster.testkit.ManualTime;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredPendingLoginsTest {
    private static final PendingLogin.Owner ALICE =
            new PendingLogin.Owner(new SessionId("session"), new Subject("alice"), "jira");

    private final ManualTime time = new ManualTime();
    private final MemoryHashStore store = new MemoryHashStore(time);
    private final StoredPendingLogins pending = new StoredPendingLogins(store);

    private static String state(int number) {
        return String.format("%043d", number);
    }

    private PendingLogin login(PendingLogin.Owner owner) {
        return new PendingLogin(
                owner,
                new PendingLogin.Server(
                        new Issuer("https://as.example"),
                        Provenance.VALIDATED,
                        URI.create("https://as.example/token"),
                        true),
                new ClientIdentity.PreRegistered(new ClientCredentials.Public(new ClientId("muster"))),
                URI.create("https://muster.example/oauth/proxy/callback"),
                Scopes.of("read", "write"),
                Optional.of(URI.create("https://mcp.example/mcp")),
                new Secret("verifier"),
                URI.create("https://as.example/authorize?state=s"),
                Optional.empty(),
                time.instant());
    }

    @Test
    void another_process_takes_up_what_one_began() {
        var login = login(ALICE);
        pending.put(state(1), login);

        var other = new StoredPendingLogins(store);

        assertThat(other.find(state(1))).contains(login);
        assertThat(other.take(state(1))).contains(login);
        assertThat(pending.take(state(1))).isEmpty();
    }

    @Test
    void the_last_three_of_one_session_count_for_each_server_alone() {
        var wiki = new PendingLogin.Owner(ALICE.session(), ALICE.subject(), "wiki");
        var bob = new PendingLogin.Owner(new SessionId("another"), new Subject("bob"), "jira");
        pending.put(state(100), login(wiki));
        pending.put(state(101), login(bob));
        for (int i = 0; i < 5; i++) {
            time.advance(Duration.ofMillis(900));
            pending.put(state(i), login(ALICE));
        }

        assertThat(Stream.of(0, 1, 2, 3, 4, 100, 101)
                        .filter(i -> pending.find(state(i)).isPresent()))
                .containsExactly(2, 3, 4, 100, 101);
    }

    @Test
    void a_login_that_was_taken_makes_room() {
        for (int i = 0; i < 3; i++) {
            time.advance(Duration.ofSeconds(1));
            pending.put(state(i), login(ALICE));
        }
        assertThat(pending.take(state(2))).isPresent();
        time.advance(Duration.ofSeconds(1));
        pending.put(state(3), login(ALICE));

        assertThat(pending.find(state(0))).isPresent();
    }

    @Test
    void nothing_is_left_when_logins_have_ended() {
        pending.put(state(1), login(ALICE));
        pending.put(state(2), login(ALICE));
        assertThat(pending.take(state(1))).isPresent();

        time.advance(PendingLogins.LIFE);
        store.sweep();

        assertThat(store.size()).isZero();
    }

    @Test
    void an_update_of_what_was_taken_brings_nothing_back() {
        pending.put(state(1), login(ALICE));
        assertThat(pending.take(state(1))).isPresent();

        pending.update(state(1), login(ALICE));

        assertThat(pending.find(state(1))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "unknown", "../../etc", "0000000000000000000000000000000000000000000:"})
    void what_is_no_handle_is_not_even_looked_for(String state) {
        store.put("oauth:state:" + state, "login", "anything", Duration.ofHours(1));

        assertThat(pending.find(state)).isEmpty();
        assertThat(pending.take(state)).isEmpty();
        assertThat(store.get("oauth:state:" + state, "login")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"v\":1}",
                "{\"v\":1,\"sid\":\" \"}",
                "{\"v\":1,\"sid\":7,\"uid\":\"alice\",\"srv\":\"jira\"}",
                "{\"v\":2}",
                "{\"v\":\"1\"}"
            })
    void what_cannot_be_read_counts_as_absent(String stored) {
        store.put("oauth:state:" + state(1), "login", stored, Duration.ofHours(1));

        assertThat(pending.find(state(1))).isEmpty();
        assertThat(pending.take(state(1))).isEmpty();
    }
}

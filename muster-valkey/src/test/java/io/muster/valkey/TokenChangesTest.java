package io.muster.valkey;

import static io.muster.authserver.store.Fixtures.REFRESH_LASTS;
import static io.muster.authserver.store.Fixtures.REMEMBERED;
import static io.muster.authserver.store.Fixtures.hash;
import static io.muster.authserver.store.Fixtures.refresh;
import static io.muster.authserver.store.Fixtures.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.authserver.store.SessionStore;
import io.muster.oauth.Secret;
import io.muster.oauth.SessionId;
import io.muster.oauth.store.StoreUnavailable;
import io.muster.testkit.Eventually;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Protocol.Command;

/** What a process remembers of tokens on a server that others change. */
@NeedsServer
@SuppressWarnings("NullAway.Init")
class TokenChangesTest extends ServerTest {
    private static final Duration BEAT = Duration.ofMillis(300);
    private static final Pattern READS = Pattern.compile("cmdstat_get:calls=(\\d+)");

    private RealServer server;
    private Server raw;

    @BeforeEach
    void start() throws Exception {
        server = server();
        raw = raw(server.settings());
    }

    private long reads() {
        var found = READS.matcher(text(ask(raw, Command.INFO, "commandstats")));
        return found.find() ? Long.parseLong(found.group(1)) : 0;
    }

    private boolean admits(SessionStore sessions, String token) {
        return sessions.access(hash(token), time.instant()).isPresent();
    }

    private boolean asksServer(SessionStore sessions, String token) {
        var before = reads();
        assertThat(admits(sessions, token)).isTrue();
        return reads() > before;
    }

    /** Beats come back at some time; tokens are known without asking then. */
    private void awaitAttention(SessionStore sessions, String token) {
        Eventually.until("a token is known without asking", () -> isKnown(sessions, token));
    }

    private boolean isKnown(SessionStore sessions, String token) {
        admits(sessions, token);
        time.advance(BEAT);
        admits(sessions, token);
        return !asksServer(sessions, token);
    }

    /** Its access token lasts for long, so that it does not end while something is waited for. */
    private void begin(SessionStore sessions, String id) {
        var session = session(id, time.instant());
        sessions.start(
                session, refresh(id + "a", session, 0, time.instant()), refresh(id + "r", session, 0, time.instant()));
    }

    private void end(SessionStore sessions, String id) {
        sessions.end(new SessionId(id), time.instant(), time.instant().plus(REMEMBERED));
    }

    @Test
    void what_another_process_ends_is_refused_here_as_soon_as_it_is_told() throws Exception {
        var here = stores(server.settings()).sessions();
        var there = stores(server.settings()).sessions();
        begin(here, "s1");
        begin(here, "s2");
        awaitAttention(there, "s1a");
        awaitAttention(there, "s2a");

        end(here, "s1");

        Eventually.until("the end is heard of", () -> !admits(there, "s1a"));
        assertThat(asksServer(there, "s2a")).as("others are still known").isFalse();
    }

    @Test
    void what_this_process_ends_is_refused_before_it_has_told_so() throws Exception {
        var sessions = stores(server.settings()).sessions();
        for (var id : new String[] {"s1", "s2", "s3", "s4", "s5"}) {
            begin(sessions, id);
            awaitAttention(sessions, id + "a");

            end(sessions, id);

            assertThat(admits(sessions, id + "a")).isFalse();
        }
    }

    @Test
    void a_session_that_ends_here_while_the_server_is_gone_has_ended() throws Exception {
        var sessions = stores(server.settings(Duration.ofSeconds(3))).sessions();
        begin(sessions, "s1");
        awaitAttention(sessions, "s1a");

        server.freeze();
        assertThatThrownBy(() -> end(sessions, "s1")).isInstanceOf(StoreUnavailable.class);
        assertThatThrownBy(() -> admits(sessions, "s1a")).isInstanceOf(StoreUnavailable.class);
        server.thaw();

        assertThat(admits(sessions, "s1a")).isFalse();
    }

    @Test
    void a_token_ends_by_our_clock_though_nobody_told() throws Exception {
        var sessions = stores(server.settings()).sessions();
        begin(sessions, "s1");
        awaitAttention(sessions, "s1a");

        assertThat(sessions.access(hash("s1a"), time.instant().plus(REFRESH_LASTS)))
                .isEmpty();
    }

    @Test
    void an_operator_who_empties_the_server_is_heard_of() throws Exception {
        var sessions = stores(server.settings()).sessions();
        begin(sessions, "s1");
        awaitAttention(sessions, "s1a");

        ask(raw, Command.FLUSHALL);

        Eventually.until("nothing is left", () -> !admits(sessions, "s1a"));
    }

    @Test
    void without_the_connection_that_tells_each_request_asks_until_there_is_another() throws Exception {
        var here = stores(server.settings()).sessions();
        var there = stores(server.settings()).sessions();
        begin(here, "s1");
        awaitAttention(there, "s1a");

        told(raw).forEach(id -> ask(raw, Command.CLIENT, "KILL", "ID", id));
        Eventually.until("the loss is noticed", () -> asksServer(there, "s1a"));
        assertThat(asksServer(there, "s1a")).isTrue();

        awaitAttention(there, "s1a");
        end(here, "s1");
        Eventually.until("the end is heard of on the new one", () -> !admits(there, "s1a"));
    }

    @Test
    void a_server_that_hangs_is_no_answer_two_seconds_after_its_last_sign() throws Exception {
        var sessions = stores(server.settings(Duration.ofSeconds(3))).sessions();
        begin(sessions, "s1");
        awaitAttention(sessions, "s1a");

        server.freeze();
        time.advance(Attention.LIMIT);
        assertThatThrownBy(() -> admits(sessions, "s1a")).isInstanceOf(StoreUnavailable.class);

        server.thaw();
        assertThat(admits(sessions, "s1a")).isTrue();
        awaitAttention(sessions, "s1a");
    }

    @Test
    void a_server_that_is_gone_is_no_answer_as_soon_as_its_connections_break() throws Exception {
        var sessions = stores(server.settings()).sessions();
        begin(sessions, "s1");
        awaitAttention(sessions, "s1a");

        server.kill();

        Eventually.until("requests get no answer", () -> {
            try {
                return !admits(sessions, "s1a");
            } catch (StoreUnavailable asItShould) {
                return true;
            }
        });
    }

    @Test
    void a_user_who_must_not_ask_for_changes_has_a_store_all_the_same() throws Exception {
        ask(raw, Command.ACL, "SETUSER", "default", "-client|tracking");
        var sessions = stores(server.settings()).sessions();
        begin(sessions, "s1");
        time.advance(Duration.ofMinutes(3));

        assertThat(asksServer(sessions, "s1a")).isTrue();
        assertThat(asksServer(sessions, "s1a")).isTrue();

        ask(raw, Command.ACL, "SETUSER", "default", "+client|tracking");
        Eventually.until("it is tried again now and then", () -> {
            time.advance(Duration.ofMinutes(1));
            return isKnown(sessions, "s1a");
        });
    }

    @Test
    void a_connection_that_is_cut_without_a_sign_is_believed_for_two_seconds_and_then_replaced() throws Exception {
        var here = stores(server.settings()).sessions();
        try (var relay = SilentRelay.to(server.port())) {
            var there = stores(at(relay.port(), server.settings())).sessions();
            begin(here, "s1");
            begin(here, "s2");
            awaitAttention(there, "s1a");

            relay.silence();
            end(here, "s1");
            time.advance(Attention.LIMIT);
            assertThat(admits(there, "s1a")).isFalse();
            assertThat(asksServer(there, "s2a")).isTrue();
            assertThat(asksServer(there, "s2a")).isTrue();

            awaitAttention(there, "s2a");
            end(here, "s2");
            Eventually.until("the end is heard of on the new one", () -> !admits(there, "s2a"));
        }
    }

    private static ValkeySettings at(int port, ValkeySettings settings) {
        return new ValkeySettings(
                settings.host(),
                port,
                settings.username(),
                settings.password(),
                settings.tls(),
                settings.database(),
                settings.keyPrefix(),
                settings.timeout(),
                settings.connections());
    }

    @Test
    void a_user_with_the_rights_that_operators_are_told_of_hears_of_changes() throws Exception {
        ask(raw, Command.ACL, "SETUSER", "muster", "on", ">secret", "~muster:*", "&muster:*", "+@all", "-@dangerous");
        var user = server.settings().withCredentials(Optional.of("muster"), Optional.of(new Secret("secret")));
        var sessions = stores(user).sessions();
        begin(sessions, "s1");

        awaitAttention(sessions, "s1a");
    }
}

package io.muster.valkey;

import static io.muster.authserver.store.Fixtures.GRACE;
import static io.muster.authserver.store.Fixtures.REMEMBERED;
import static io.muster.authserver.store.Fixtures.access;
import static io.muster.authserver.store.Fixtures.code;
import static io.muster.authserver.store.Fixtures.hash;
import static io.muster.authserver.store.Fixtures.refresh;
import static io.muster.authserver.store.Fixtures.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.authserver.store.FlowStore.Redemption;
import io.muster.authserver.store.LoginSession;
import io.muster.authserver.store.Race;
import io.muster.authserver.store.SessionStore;
import io.muster.authserver.store.SessionStore.RefreshState;
import io.muster.authserver.store.SessionStore.Rotation;
import io.muster.oauth.store.StoreUnavailable;
import io.muster.testkit.Eventually;
import io.muster.valkey.Server.Repeat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Protocol.Command;

/** What happens to sessions when the server fails. */
@NeedsServer
class FaultsTest extends ServerTest {
    private static final String[] DURABLE = {"--appendonly", "yes", "--appendfsync", "always"};

    @Test
    void a_server_that_is_gone_is_no_answer_and_a_server_that_is_back_is_used_at_once() throws Exception {
        var server = server(DURABLE);
        var sessions = stores(server.settings()).sessions();
        begin(sessions, "s1");

        server.kill();
        assertThatThrownBy(() -> sessions.access(hash("a0"), time.instant())).isInstanceOf(StoreUnavailable.class);
        assertThatThrownBy(() -> sessions.refresh(hash("r0"), time.instant())).isInstanceOf(StoreUnavailable.class);
        assertThatThrownBy(() -> begin(sessions, "s2")).isInstanceOf(StoreUnavailable.class);

        server.start();
        assertThat(sessions.access(hash("a0"), time.instant())).isPresent();
    }

    @Test
    void hashes_on_a_server_that_is_gone_are_no_answer() throws Exception {
        var server = server(DURABLE);
        var hashes = stores(server.settings()).hashes();
        var life = Duration.ofHours(1);
        hashes.put("auth:s1", "jira", "1", life);

        server.kill();
        assertThat(List.<ThrowingCallable>of(
                        () -> hashes.get("auth:s1", "jira"),
                        () -> hashes.all("auth:s1"),
                        () -> hashes.put("auth:s1", "jira", "1", life),
                        () -> hashes.putIfAbsent("auth:s1", "jira", "1", life),
                        () -> hashes.replace("auth:s1", "jira", "1"),
                        () -> hashes.take("auth:s1", "jira"),
                        () -> hashes.remove("auth:s1", "jira"),
                        () -> hashes.remove("auth:s1"),
                        () -> hashes.touch("auth:s1", life)))
                .allSatisfy(operation -> assertThatThrownBy(operation).isInstanceOf(StoreUnavailable.class));

        server.start();
        assertThat(hashes.get("auth:s1", "jira")).contains("1");
    }

    @Test
    void readers_do_not_notice_a_restart_between_their_requests() throws Exception {
        var server = server(DURABLE);
        var sessions = stores(server.settings()).sessions();
        begin(sessions, "s1");

        server.kill();
        server.start();

        assertThat(Race.of(50, _ -> sessions.access(hash("a0"), time.instant()).isPresent()))
                .containsOnly(true);
    }

    @Test
    void readers_during_a_crash_get_the_token_or_no_answer_but_never_nothing() throws Exception {
        var server = server(DURABLE);
        var sessions = stores(server.settings()).sessions();
        begin(sessions, "s1");
        var stop = new AtomicBoolean();
        var answers = new AtomicInteger();

        var readers = Race.of(9, i -> {
            if (i == 8) {
                crash(server);
                stop.set(true);
                return true;
            }
            var honest = true;
            for (int n = 0; n < 1_000_000 && !stop.get(); n++) {
                try {
                    honest &= sessions.access(hash("a0"), time.instant()).isPresent();
                    answers.incrementAndGet();
                } catch (StoreUnavailable asItShould) {
                    Thread.onSpinWait();
                }
            }
            return honest;
        });

        assertThat(readers).containsOnly(true);
        assertThat(answers).hasPositiveValue();
    }

    private static void crash(RealServer server) {
        try {
            server.kill();
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_server_that_hangs_is_no_answer_within_the_time_limit() throws Exception {
        var server = server();
        var limit = Duration.ofSeconds(3);
        var sessions = stores(server.settings(limit)).sessions();
        begin(sessions, "s1");

        server.freeze();
        var before = System.nanoTime();
        assertThatThrownBy(() -> sessions.access(hash("a0"), time.instant())).isInstanceOf(StoreUnavailable.class);
        assertThatThrownBy(() -> sessions.find(session("s1", time.instant()).id(), time.instant()))
                .isInstanceOf(StoreUnavailable.class);
        var took = Duration.ofNanos(System.nanoTime() - before);
        server.thaw();

        assertThat(took).isLessThan(limit.multipliedBy(2).plusSeconds(2));
    }

    @Test
    void more_callers_than_connections_are_no_failure_of_the_server() throws Exception {
        var all = server(DURABLE).settings();
        var one = new ValkeySettings(
                all.host(),
                all.port(),
                all.username(),
                all.password(),
                all.tls(),
                all.database(),
                all.keyPrefix(),
                Duration.ofSeconds(6),
                1);
        try (var server = new Server(one)) {
            server.connect();
            var others = new ArrayList<Thread>();
            var enough = new AtomicBoolean();
            for (var number = 0; number < 3; number++) {
                others.add(Thread.ofVirtual().start(() -> occupy(server, one.keyPrefix() + "nothing", enough)));
            }
            Eventually.until("the connection is in use", () -> refusesForBeingBusy(server));
            enough.set(true);

            assertThat(server.failures()).isZero();
            for (var other : others) {
                Eventually.ended("the connection is free", other);
            }
            assertThat(server.get(one.keyPrefix() + "something")).isNull();
        }
    }

    /** In turns with others, whom it makes wait. */
    private static void occupy(Server server, String key, AtomicBoolean enough) {
        for (var turn = 0; turn < 8 && !enough.get(); turn++) {
            try {
                server.command(Repeat.FORBIDDEN, Command.BLPOP, key, 2);
            } catch (StoreUnavailable e) {
                assertThat(e).hasMessageContaining("in use");
            }
        }
    }

    private static boolean refusesForBeingBusy(Server server) {
        try {
            server.get("any");
            return false;
        } catch (StoreUnavailable e) {
            assertThat(e).hasMessageContaining("all connections to Valkey are in use");
            return true;
        }
    }

    @Test
    void a_caller_that_is_cancelled_harms_nobody_else() throws Exception {
        var server = server();
        var valkey = raw(server.settings());
        assertThat(valkey.get("key")).isNull();

        server.freeze();
        var cancelled = Thread.ofVirtual()
                .unstarted(() -> assertThatThrownBy(() -> valkey.get("key")).isInstanceOf(StoreUnavailable.class));
        cancelled.start();
        cancelled.interrupt();
        server.thaw();

        assertThat(cancelled.join(Duration.ofSeconds(50))).isTrue();
        assertThat(valkey.failures()).isZero();
        assertThat(valkey.get("key")).isNull();
    }

    @Test
    void a_server_that_became_a_replica_is_no_answer_for_writers() throws Exception {
        var server = server();
        var stores = stores(server.settings());
        begin(stores.sessions(), "s1");
        var raw = raw(server.settings());

        ask(raw, Command.REPLICAOF, "127.0.0.1", "1");
        assertThatThrownBy(() -> rotate(stores.sessions(), "s1", "r0", "a1", "r1", 1))
                .as("READONLY")
                .isInstanceOf(StoreUnavailable.class);

        ask(raw, Command.REPLICAOF, "NO", "ONE");
        assertThat(rotate(stores.sessions(), "s1", "r0", "a1", "r1", 1)).isEqualTo(Rotation.ROTATED);
    }

    @Test
    void scripts_that_the_server_has_forgotten_are_sent_again() throws Exception {
        var server = server();
        var stores = stores(server.settings());
        begin(stores.sessions(), "s1");

        ask(raw(server.settings()), Command.SCRIPT, "FLUSH");

        assertThat(rotate(stores.sessions(), "s1", "r0", "a1", "r1", 1)).isEqualTo(Rotation.ROTATED);
    }

    @Test
    void a_code_that_may_have_been_redeemed_is_not_redeemed_a_second_time() throws Exception {
        var server = server(DURABLE);
        var stores = stores(server.settings());
        stores.flows().issue(hash("code"), code("s1", time.instant()));

        server.kill();
        assertThatThrownBy(() -> stores.flows().redeem(hash("code"), time.instant()))
                .isInstanceOf(StoreUnavailable.class);
        server.start();

        assertThat(stores.flows().redeem(hash("code"), time.instant())).isEqualTo(Redemption.REDEEMED);
        assertThat(stores.flows().redeem(hash("code"), time.instant())).isEqualTo(Redemption.REUSED);
    }

    @Test
    void a_fail_over_that_loses_the_end_of_a_session_does_not_revive_it() throws Exception {
        var server = server();
        var stores = stores(server.settings());
        var session = begin(stores.sessions(), "s1");
        ask(raw(server.settings()), Command.SAVE);
        stores.sessions().end(session.id(), time.instant(), time.instant().plus(REMEMBERED));

        server.kill();
        server.start();

        assertThat(stores.sessions().access(hash("a0"), time.instant())).isEmpty();
        assertThat(stores.sessions().refresh(hash("r0"), time.instant())).isInstanceOf(RefreshState.Spent.class);
        assertThat(rotate(stores.sessions(), "s1", "r0", "a1", "r1", 1)).isEqualTo(Rotation.LOST);
        assertThat(stores.sessions().of(session.subject(), time.instant())).isEmpty();

        time.advance(Duration.ofSeconds(5));
        var other = stores(server.settings());
        assertThat(other.sessions().access(hash("a0"), time.instant()))
                .as("other processes learn it, too")
                .isEmpty();
        assertThat(other.sessions().refresh(hash("r0"), time.instant())).isInstanceOf(RefreshState.Spent.class);
    }

    @Test
    void the_end_of_a_session_during_an_outage_is_made_up_for() throws Exception {
        var server = server(DURABLE);
        var stores = stores(server.settings());
        var session = begin(stores.sessions(), "s1");

        server.kill();
        assertThatThrownBy(() -> stores.sessions()
                        .end(session.id(), time.instant(), time.instant().plus(REMEMBERED)))
                .isInstanceOf(StoreUnavailable.class);
        server.start();
        time.advance(Duration.ofSeconds(5));

        assertThat(stores(server.settings()).sessions().access(hash("a0"), time.instant()))
                .isEmpty();
    }

    @Test
    void a_fail_over_that_loses_a_rotation_burns_no_family() throws Exception {
        var server = server();
        var stores = stores(server.settings());
        begin(stores.sessions(), "s1");
        ask(raw(server.settings()), Command.SAVE);
        rotate(stores.sessions(), "s1", "r0", "a1", "r1", 1);

        server.kill();
        server.start();

        assertThat(stores.sessions().refresh(hash("r1"), time.instant()))
                .as("unknown, which is no reuse")
                .isInstanceOf(RefreshState.Unknown.class);
        assertThat(stores.sessions().refresh(hash("r0"), time.instant())).isInstanceOf(RefreshState.Live.class);
    }

    private LoginSession begin(SessionStore sessions, String id) {
        var session = session(id, time.instant());
        sessions.start(
                session,
                access(id.equals("s1") ? "a0" : id + "a0", session, 0, time.instant()),
                refresh(id.equals("s1") ? "r0" : id + "r0", session, 0, time.instant()));
        return session;
    }

    private Rotation rotate(
            SessionStore sessions, String id, String consumed, String access, String refresh, long generation) {
        var session = session(id, time.instant());
        return sessions.rotate(
                hash(consumed),
                access(access, session, generation, time.instant()),
                refresh(refresh, session, generation, time.instant()),
                new byte[] {1, 2, 3},
                time.instant().plus(GRACE),
                time.instant());
    }
}

package io.muster.gateway.session;

import static io.muster.gateway.session.SessionWorld.ALICE;
import static io.muster.gateway.session.SessionWorld.EXCHANGE;
import static io.muster.gateway.session.SessionWorld.FORWARD;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.gateway.lease.LeaseStatus;
import io.muster.mcp.client.McpTransportException.Fault;
import io.muster.oauth.Caller;
import io.muster.oauth.Secret;
import io.muster.oauth.SessionId;
import io.muster.oauth.Subject;
import io.muster.testkit.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requirement R-3 over whole sessions: faults that last for minutes, with clients that go on calling. */
class SessionFaultsTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private static void define(SessionWorld world, int servers, String auth) {
        IntStream.range(0, servers).forEach(i -> world.define("s" + i, auth));
    }

    private static Caller caller(int number) {
        return new Caller(new SessionId("session-" + number), new Subject("user-" + number));
    }

    private static List<String> reached(SessionWorld world, int servers) {
        return IntStream.range(0, servers)
                .mapToObj(i -> world.servers.server("s" + i))
                .flatMap(server -> List.of(server.seen, server.refused).stream().flatMap(List::stream))
                .toList();
    }

    /** R-3, C2 and C3: half an hour of calls without a living token reaches nobody; a login has its tools at once. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void stored_sessions_whose_tokens_are_gone_are_silent_until_a_login(long seed) throws Exception {
        var random = new Random(seed);
        try (var before = new SessionWorld()) {
            var records = new SessionRecords(before.store, Duration.ofDays(30));
            for (int session = 0; session < 10; session++) {
                for (int server = 0; server < 20; server++) {
                    records.remember(caller(session).session(), "s" + server, true);
                }
            }
            try (var world = new SessionWorld(Optional.of(before))) {
                define(world, 20, EXCHANGE);
                for (int call = 0; call < 300; call++) {
                    var caller = caller(random.nextInt(10));
                    var dead = world.token(caller.subject().value(), Duration.ofSeconds(-1 - random.nextInt(100)));
                    world.request(caller, random.nextBoolean() ? Optional.of(dead) : Optional.empty());
                    world.answer(caller, "x_s" + random.nextInt(20) + "_read");
                    world.time.advance(Duration.ofSeconds(6));
                }
                assertThat(world.tokensAskedFor).hasValue(0);
                assertThat(reached(world, 20)).isEmpty();

                world.request(caller(0), Optional.of(world.token("user-0", HOUR)));

                assertThat(world.tools(caller(0))).hasSize(20);
            }
        }
    }

    /** R-3, C4: a provider that fails while tokens end costs no request with a dead token, and nobody does anything. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void an_outage_of_the_provider_passes_by_itself(long seed) throws Exception {
        var random = new Random(seed);
        try (var world = new SessionWorld()) {
            define(world, 16, EXCHANGE);
            world.request(ALICE, Optional.of(world.token("alice", Duration.ofHours(3))));
            world.sessions.attached(ALICE, true);
            world.time.advance(Duration.ofMinutes(22).plusSeconds(random.nextInt(60)));

            world.providerAnswers = false;
            for (int i = 0; i < 60; i++) {
                world.time.advance(Duration.ofSeconds(10));
            }
            var first = IntStream.rangeClosed(1, 16)
                    .mapToObj(i -> "Bearer exchanged-" + i)
                    .toList();
            assertThat(world.exchanges).hasValue(16);
            assertThat(reached(world, 16)).isSubsetOf(first);

            world.providerAnswers = true;
            Eventually.until("all servers are connected again", () -> {
                if (world.exchanges.get() < 32) {
                    world.time.advance(Duration.ofSeconds(5));
                }
                return world.exchanges.get() >= 32
                        && world.sessions.leases().entrySet().stream()
                                        .filter(lease -> lease.getKey().status() == LeaseStatus.CONNECTED)
                                        .mapToLong(Map.Entry::getValue)
                                        .sum()
                                == 16;
            });
            assertThat(world.exchanges).hasValue(32);
            assertThat(world.answer(ALICE, "x_s0_read")).contains("Bearer exchanged-");
            assertThat(IntStream.range(0, 16).mapToObj(i -> world.servers.server("s" + i).refused))
                    .allMatch(List::isEmpty);
        }
    }

    /** R-3, C4: whatever a server that likes no token answers, it gets two requests for each subject token. */
    @ParameterizedTest
    @ValueSource(strings = {FORWARD, EXCHANGE})
    void a_server_that_forbids_everything_gets_two_requests_for_each_token(String auth) throws Exception {
        try (var world = new SessionWorld()) {
            world.define("s0", auth);
            world.servers.server("s0").fault = Optional.of(new Fault.Forbidden(List.of()));
            for (int login = 1; login <= 3; login++) {
                Optional<Secret> token = Optional.of(world.token("alice", HOUR.multipliedBy(login)));
                world.sessions.started(ALICE.session(), token.get());
                for (int i = 0; i < 50; i++) {
                    world.request(ALICE, token);
                    world.answer(ALICE, "x_s0_read");
                    world.time.advance(Duration.ofSeconds(1));
                }
                var tried = login;
                Eventually.until(
                        "the token is tried",
                        () -> world.servers.server("s0").faults.get() >= tried);
                assertThat(world.tokensAskedFor.get()).isLessThanOrEqualTo(2 * login);
                assertThat(world.servers.server("s0").faults.get()).isLessThanOrEqualTo(2 * login);
            }
        }
    }

    /** R-3, C3: a token that ends between two requests is no reason to answer the second one without tools. */
    @Test
    void a_session_whose_token_has_ended_has_its_tools_with_the_request_that_brings_the_next() throws Exception {
        try (var world = new SessionWorld()) {
            define(world, 5, FORWARD);
            for (int i = 0; i < 10; i++) {
                var token = world.token("alice", Duration.ofMinutes(10));
                IntStream.range(0, 5)
                        .forEach(s -> world.servers.server("s" + s).good.add(token.reveal()));

                world.request(ALICE, Optional.of(token));

                assertThat(world.tools(ALICE)).hasSize(5);
                world.time.advance(Duration.ofMinutes(11));
            }
        }
    }

    /** The first answer comes after five seconds at the latest, with everything that is there. */
    @Test
    void of_twenty_servers_one_hangs_and_nineteen_are_there() throws Exception {
        try (var world = new SessionWorld()) {
            define(world, 20, EXCHANGE);
            var gate = new CountDownLatch(1);
            world.servers.server("s7").gate = gate;
            var token = Optional.of(world.token("alice", HOUR));
            var begin = world.time.instant();
            var first = new FutureTask<>(() -> {
                world.request(ALICE, token);
                return world.tools(ALICE).size();
            });
            Thread.ofVirtual().start(first);
            Eventually.until("nineteen are there", () -> world.tools(ALICE).size() == 19);

            Eventually.until("the first request waits no longer", () -> {
                if (!first.isDone() && world.time.instant().isBefore(begin.plusSeconds(5))) {
                    world.time.advance(Duration.ofSeconds(1));
                }
                return first.isDone();
            });

            assertThat(Eventually.result("the first answer", first)).isEqualTo(19);
            gate.countDown();
            Eventually.until("the late one is there", () -> world.tools(ALICE).size() == 20);
        }
    }
}

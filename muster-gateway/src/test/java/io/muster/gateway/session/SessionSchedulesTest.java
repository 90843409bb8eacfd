package io.muster.gateway.session;

import static io.muster.gateway.session.SessionWorld.ALICE;
import static io.muster.gateway.session.SessionWorld.EXCHANGE;
import static io.muster.gateway.session.SessionWorld.FORWARD;
import static io.muster.gateway.session.SessionWorld.SIGN_IN;

import io.muster.gateway.lease.LeaseStatus;
import io.muster.gateway.session.TokenGuardedServers.Guarded;
import io.muster.mcp.client.McpTransportException;
import io.muster.mcp.client.McpTransportException.Fault;
import io.muster.oauth.Secret;
import io.muster.testkit.Eventually;
import io.muster.wire.outbound.OutboundException;
import io.muster.wire.time.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requirement R-3 over chance: whatever happened, a session that is connected to a server has what that offers. */
class SessionSchedulesTest {
    /** Nothing ends while something is waited for. */
    private static final Duration MONTH = Duration.ofDays(30);

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Map<String, String> SERVERS = Map.of("near", FORWARD, "far", EXCHANGE, "own", SIGN_IN);

    static IntStream seeds() {
        return IntStream.range(0, 100);
    }

    /** One session, with a client that is there all the time, in a world where things go wrong. */
    private static final class Schedule {
        private final SessionWorld world;
        private final Random random;
        private Optional<Secret> token = Optional.empty();
        private int tools;

        Schedule(SessionWorld world, long seed) {
            this.world = world;
            this.random = new Random(seed);
        }

        void begin() throws InterruptedException {
            SERVERS.forEach(world::define);
            world.signIn(ALICE);
            server("own").good.add("signed-in");
            prove();
            world.sessions.attached(ALICE, true);
            world.sessions.connect(ALICE, "own", Deadline.after(SECOND, world.time));
        }

        private Guarded server(String name) {
            return world.servers.server(name);
        }

        private Guarded any() {
            return server(List.copyOf(SERVERS.keySet()).get(random.nextInt(SERVERS.size())));
        }

        private void prove() throws InterruptedException {
            var next = world.token("alice", MONTH.plusSeconds(++tools));
            server("near").good.add(next.reveal());
            token = Optional.of(next);
            world.sessions.started(ALICE.session(), next);
        }

        private Optional<Fault> fault() {
            return switch (random.nextInt(6)) {
                case 0 -> Optional.of(new Fault.Network(OutboundException.Kind.CONNECT));
                case 1 -> Optional.of(new Fault.TimedOut());
                case 2 -> Optional.of(new Fault.HttpStatus(503));
                case 3 -> Optional.of(new Fault.SessionLost());
                default -> Optional.empty();
            };
        }

        void step() throws InterruptedException {
            switch (random.nextInt(10)) {
                case 0 -> any().fault = fault();
                case 1, 2 -> any().listFault = fault();
                case 3, 4 -> any().add("tool-" + ++tools);
                case 5 -> any().breakStreams();
                case 6 ->
                    any().clients
                            .forEach(client -> client.disconnected(new McpTransportException(
                                    new Fault.Network(OutboundException.Kind.CONNECT), true, "cut off")));
                case 7 -> prove();
                case 8 -> world.sessions.tearDown(ALICE, "far");
                default -> world.request(ALICE, token);
            }
            world.time.advance(Duration.ofMillis(random.nextInt(3000)));
        }

        /** Nothing goes wrong any more. */
        void calm() {
            SERVERS.keySet().forEach(name -> {
                server(name).fault = Optional.empty();
                server(name).listFault = Optional.empty();
            });
        }

        boolean isWhole() {
            world.time.advance(Duration.ofSeconds(10));
            try {
                world.request(ALICE, token);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return SERVERS.keySet().stream()
                    .allMatch(name -> status(name) == LeaseStatus.CONNECTED
                            && world.sessions.tools(ALICE, name)
                                    == server(name).tools.size());
        }

        private LeaseStatus status(String name) {
            return world.sessions.view(ALICE, name).orElseThrow().status();
        }

        @Override
        public String toString() {
            return SERVERS.keySet().stream()
                    .map(name -> name + " is " + status(name) + " with " + world.sessions.tools(ALICE, name) + " of "
                            + server(name).tools.size())
                    .toList()
                    .toString();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void what_is_connected_has_its_tools_when_the_faults_are_over(int seed) throws Exception {
        try (var world = new SessionWorld()) {
            var schedule = new Schedule(world, seed);
            schedule.begin();
            for (int step = 0; step < 40; step++) {
                schedule.step();
            }

            schedule.calm();

            try {
                Eventually.until("all servers are there with all they have", schedule::isWhole);
            } catch (AssertionError e) {
                throw new AssertionError(schedule.toString(), e);
            }
        }
    }
}

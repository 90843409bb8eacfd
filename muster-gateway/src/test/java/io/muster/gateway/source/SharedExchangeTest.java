package io.muster.gateway.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.gateway.backend.Access;
import io.muster.gateway.backend.BackendSpec;
import io.muster.gateway.backend.Endpoint;
import io.muster.gateway.backend.ServiceState;
import io.muster.gateway.catalog.Naming;
import io.muster.gateway.catalog.Offers;
import io.muster.gateway.fake.FakeBackends;
import io.muster.gateway.lease.SubjectRenewer;
import io.muster.gateway.session.SessionPorts;
import io.muster.gateway.session.SessionRecords;
import io.muster.gateway.session.SessionSurroundings;
import io.muster.gateway.session.Sessions;
import io.muster.gateway.session.TokenGuardedServers;
import io.muster.oauth.Caller;
import io.muster.oauth.Secret;
import io.muster.oauth.SessionId;
import io.muster.oauth.Subject;
import io.muster.oauth.exchange.TokenExchange;
import io.muster.oauth.store.MemoryHashStore;
import io.muster.testkit.Eventually;
import io.muster.testkit.FakeSites;
import io.muster.testkit.FakeSites.Answer;
import io.muster.testkit.ManualTime;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requirement R-3 with two processes that share a store: exchanges happen once for each server and renewal. */
class SharedExchangeTest {
    private static final int SERVERS = 16;
    private static final Caller ALICE = new Caller(new SessionId("session-of-alice"), new Subject("alice"));
    private static final String ENDPOINT = "https://dex.example/token";
    private static final Duration LIFE = Duration.ofMinutes(30);

    private final ManualTime time = new ManualTime();
    private final FakeSites internet = new FakeSites();
    private final TokenGuardedServers servers = new TokenGuardedServers();
    private final MemoryHashStore store = new MemoryHashStore(time);
    private final AtomicInteger exchanges = new AtomicInteger();
    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
    private final List<Sessions> processes = new ArrayList<>();
    private volatile boolean outage;

    SharedExchangeTest() {
        internet.serve(ENDPOINT, _ -> outage ? Answer.status(503) : exchanged());
    }

    private Answer exchanged() {
        var token = "exchanged-" + exchanges.incrementAndGet();
        IntStream.range(0, SERVERS).forEach(i -> servers.server("s" + i).good.add(token));
        return Answer.json(Json.text(JsonObject.of("access_token", token).with("expires_in", LIFE.toSeconds())));
    }

    /** Another process, with all servers. */
    private Sessions process() {
        var backends = new FakeBackends();
        var sources = new PolicySources(
                new TokenExchange(internet, time),
                new ExchangedTokens(store, new Random(processes.size()), time, time),
                ClientSecrets.NONE,
                Optional.empty());
        var sessions = new Sessions(
                backends,
                new SessionPorts(
                        sources,
                        _ -> SubjectRenewer.NONE,
                        new SessionRecords(store, Duration.ofDays(30)),
                        new Offers(new Naming("x"))),
                new SessionSurroundings(servers, time, time, this::run));
        backends.listen(sessions.backends());
        IntStream.range(0, SERVERS).forEach(i -> backends.become(server("s" + i), ServiceState.AUTH_REQUIRED));
        processes.add(sessions);
        return sessions;
    }

    private void run(Runnable task) {
        threads.add(Thread.ofVirtual().start(task));
    }

    private static BackendSpec server(String name) {
        return new BackendSpec(
                name,
                new Endpoint.StreamableHttp(URI.create("https://" + name + "/mcp"), Map.of()),
                new Access.PerSession(Json.parseObject("{\"tokenExchange\":{\"enabled\":true,\"dexTokenEndpoint\":\""
                        + ENDPOINT + "\",\"connectorId\":\"home\"}}")),
                BackendSpec.Naming.DEFAULT,
                "",
                true,
                Duration.ofSeconds(30));
    }

    private Optional<Secret> proof() {
        var claims = JsonObject.of("sub", "alice")
                .with("exp", time.instant().plus(Duration.ofHours(9)).getEpochSecond());
        return Optional.of(new Secret("e30." + encoded(Json.text(claims)) + ".c2ln"));
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private int tools(Sessions process) {
        return IntStream.range(0, SERVERS)
                .map(i -> process.tools(ALICE, "s" + i))
                .sum();
    }

    /** Lets time pass; whoever has something to do has done it, or waits, before time goes on. */
    private void pass(Duration duration) {
        var end = time.instant().plus(duration);
        while (time.instant().isBefore(end)) {
            time.advance(Duration.ofSeconds(2));
            Eventually.until("everybody waits", this::isQuiet);
        }
    }

    private boolean isQuiet() {
        threads.removeIf(thread -> !thread.isAlive());
        return threads.stream().allMatch(thread -> switch (thread.getState()) {
            case WAITING, TIMED_WAITING, TERMINATED -> true;
            case NEW, RUNNABLE, BLOCKED -> false;
        });
    }

    @AfterEach
    void close() {
        processes.forEach(Sessions::close);
    }

    @Test
    void exchanges_happen_once_for_each_server_and_renewal_and_over_an_outage() throws Exception {
        var token = proof();
        for (var process : List.of(process(), process())) {
            process.authenticated(ALICE, () -> token);
            process.attached(ALICE, true);
            assertThat(tools(process)).isEqualTo(SERVERS);
        }
        assertThat(exchanges).hasValue(SERVERS);

        pass(Duration.ofMinutes(75));
        assertThat(exchanges.get()).isEqualTo(3 * SERVERS);
        outage = true;
        pass(Duration.ofMinutes(10));
        outage = false;
        pass(Duration.ofMinutes(10));

        assertThat(exchanges.get()).isEqualTo(4 * SERVERS);
        assertThat(processes).allSatisfy(process -> assertThat(tools(process)).isEqualTo(SERVERS));
        assertThat(IntStream.range(0, SERVERS).mapToObj(i -> servers.server("s" + i).refused))
                .allMatch(List::isEmpty);
    }

    @Test
    void what_was_exchanged_is_used_after_a_restart_and_gone_with_the_session() throws Exception {
        var token = proof();
        var before = process();
        before.authenticated(ALICE, () -> token);
        before.close();
        var after = process();
        after.authenticated(ALICE, () -> token);
        after.attached(ALICE, true);
        Eventually.until(
                "all are connected",
                () -> IntStream.range(0, SERVERS)
                        .allMatch(i -> servers.server("s" + i).seen.size() >= 4));
        assertThat(exchanges).hasValue(SERVERS);

        after.ended(ALICE.session());

        assertThat(store.all("sso:lease:" + ALICE.session().value())).isEmpty();
    }
}

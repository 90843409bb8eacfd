package io.muster.verify.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.verify.login.DoorServer.Knock;
import io.muster.verify.program.Await;
import io.muster.verify.program.ConfigDirectory;
import io.muster.verify.program.HttpPeer;
import io.muster.verify.program.MusterProcess;
import io.muster.verify.toolchain.Dex;
import io.muster.verify.toolchain.Need;
import io.muster.verify.toolchain.Needs;
import io.muster.verify.toolchain.Program;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requirement R-3 once in real time: faults that {@code SessionFaultsTest} plays on a simulated clock. */
@Needs({Need.PROGRAM, Need.DEX})
class SignOnFaultsTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofMinutes(30);
    private static final Pattern OF_A_SERVER = Pattern.compile(
            "level=WARN .*session=(\\S+).* backend=(\\S+)" + "|level=WARN .*backend=(\\S+).* session=(\\S+)");

    private final Program program;
    private final Dex executable;
    private final ConfigDirectory config = ConfigDirectory.create();
    private final String issuer = Protection.issuer(config);
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    @TempDir
    private Path directory;

    SignOnFaultsTest(Program program, Dex executable) {
        this.program = program;
        this.executable = executable;
    }

    private <T extends AutoCloseable> T opened(T resource) {
        open.push(resource);
        return resource;
    }

    @AfterEach
    void stop() throws Exception {
        for (var resource : open) {
            resource.close();
        }
    }

    private RunningDex home(Duration life) {
        return opened(RunningDex.start(executable, Protection.callback(config), life));
    }

    private MusterProcess start(Path... trusted) throws IOException {
        var all = new StringBuilder();
        for (var certificate : trusted) {
            all.append(Files.readString(certificate));
        }
        var file = Files.writeString(directory.resolve("trusted.pem"), all);
        return MusterProcess.start(program, config, Map.of(), "--extra-ca-file", file.toString());
    }

    /** Somebody who has logged in. */
    private final class Person {
        private final CodeFlow flow;
        private final HttpClient http;
        private JsonObject tokens;

        Person(RunningDex dex) {
            this.flow = CodeFlow.at(opened(Browser.open(dex.certificate())), issuer);
            this.http = opened(Browser.client(dex.certificate()));
            this.tokens = flow.logIn(RunningDex.EMAIL, RunningDex.PASSWORD);
        }

        void refresh() {
            tokens = flow.refresh(tokens);
        }

        HttpPeer peer() {
            return HttpPeer.connect(http, URI.create(issuer + "/mcp"), tokens.text("access_token", ""));
        }

        /** Whether a tool answers; it does not where the session is over, which may happen at any moment. */
        boolean calls(String tool) {
            try {
                return !peer().call(tool).isError();
            } catch (AssertionError refused) {
                return false;
            }
        }
    }

    @Test
    void sessions_whose_tokens_have_ended_ask_no_server_and_a_login_heals() throws IOException {
        var life = Duration.ofSeconds(45);
        var home = home(life);
        var abroad = opened(RunningDex.exchanging(executable, home, life));
        var near = opened(GuardedServer.java(home.issuer(), home.certificate(), RunningDex.SIBLING));
        var far = opened(GuardedServer.java(abroad.issuer(), abroad.certificate(), RunningDex.CLIENT));
        SignOn.credentials(config)
                .server("near", SignOn.forwarding(near.url()))
                .server("far", SignOn.exchanging(far.url(), abroad));
        Protection.protect(config, home.provider(), server -> server.with("userinfoCacheTTL", "1h"));
        List<Person> people;
        try (var before = new Stopping(start(home.certificate(), abroad.certificate()))) {
            people = IntStream.range(0, 3).mapToObj(_ -> new Person(home)).toList();
            people.forEach(person -> SignOn.awaitTools(person.peer(), "x_near_whoami", "x_far_whoami"));
            assertThat(people).allMatch(person -> person.calls("x_near_whoami") && person.calls("x_far_whoami"));
        }
        var muster = opened(start(home.certificate(), abroad.certificate()));
        people.forEach(person -> SignOn.awaitTools(person.peer(), "x_near_whoami", "x_far_whoami"));
        assertThat(people).allMatch(person -> person.calls("x_near_whoami") && person.calls("x_far_whoami"));

        // It forgets all logins, and its keys.
        home.kill();
        home.restart();
        var answers = new ArrayList<Boolean>();
        Await.during(
                life.plusSeconds(15),
                SECOND.multipliedBy(2),
                () -> people.forEach(person -> {
                    answers.add(person.calls("x_near_whoami"));
                    answers.add(person.calls("x_far_whoami"));
                }));

        assertThat(answers.getLast()).as("the last answer is a refusal").isFalse();
        assertThat(near.refused() + far.refused()).isZero();
        assertThat(warnings(muster))
                .as(muster.log())
                .allSatisfy((_, count) -> assertThat(count).isLessThanOrEqualTo(3));
        SignOn.awaitTools(new Person(home).peer(), "x_near_whoami", "x_far_whoami");
    }

    /** Ends a process and keeps its configuration and what it has stored. */
    private record Stopping(MusterProcess process) implements AutoCloseable {
        @Override
        public void close() {
            process.terminate();
            assertThat(process.awaitExit()).isZero();
        }
    }

    /** How many there are for each session and server. */
    private static Map<String, Long> warnings(MusterProcess muster) {
        return muster.log()
                .lines()
                .flatMap(line -> OF_A_SERVER.matcher(line).results())
                .map(found -> found.group(1) == null
                        ? found.group(4) + " " + found.group(3)
                        : found.group(1) + " " + found.group(2))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    @Test
    void a_server_that_refuses_every_token_is_asked_twice_for_each() throws IOException {
        var home = home(LONG);
        var strict = opened(DoorServer.open(_ -> Optional.of(HttpResponse.of(401))));
        var kind = opened(DoorServer.open(SignOnFaultsTest::bearersOnly));
        config.server("strict", SignOn.forwarding(strict.url())).server("kind", SignOn.forwarding(kind.url()));
        Protection.protect(config, home.provider());
        var _ = opened(start(home.certificate()));

        var person = new Person(home);
        goesOn(person);
        assertThat(strict.refused()).isBetween(1, 2);
        person.refresh();
        goesOn(person);
        assertThat(strict.refused()).isBetween(1, 4);
        goesOn(new Person(home));
        assertThat(strict.refused()).isBetween(2, 6);
    }

    private static void goesOn(Person person) {
        var peer = person.peer();
        Await.during(Duration.ofSeconds(5), Duration.ofMillis(200), () -> {
            assertThat(peer.call("x_strict_whoami").isError()).isTrue();
            assertThat(peer.call("x_kind_whoami").isError()).isFalse();
        });
    }

    @Test
    void an_outage_of_the_provider_that_exchanges_passes_by_itself() throws IOException {
        var home = home(LONG);
        var abroad = opened(RunningDex.exchanging(executable, home, Duration.ofSeconds(15)));
        var exchange = opened(FailingEndpoint.before(abroad, directory));
        var far = opened(GuardedServer.java(abroad.issuer(), abroad.certificate(), RunningDex.CLIENT));
        SignOn.credentials(config).server("far", SignOn.exchanging(far.url(), exchange.url(), abroad.issuer()));
        Protection.protect(config, home.provider());
        var _ = opened(start(home.certificate(), abroad.certificate(), exchange.certificate()));
        var peer = new Person(home).peer();
        SignOn.awaitTools(peer, "x_far_whoami");
        assertThat(peer.call("x_far_whoami").isError()).isFalse();

        exchange.fails(true);
        Await.until(
                "the end of the last token",
                LIMIT,
                () -> peer.call("x_far_whoami").isError());
        Await.during(
                Duration.ofSeconds(5),
                SECOND,
                () -> assertThat(peer.call("x_far_whoami").isError()).isTrue());
        exchange.fails(false);

        Await.until("the next token", LIMIT, () -> !peer.call("x_far_whoami").isError());
        assertThat(far.refused()).isZero();
        assertThat(exchange.failed()).as("requests of the outage").isBetween(1, 12);
        assertThat(exchange.passed()).as("exchanges").isBetween(2, 5);
    }

    @Test
    void a_server_that_hangs_while_it_is_connected_does_not_keep_the_others_back() throws IOException {
        var home = home(LONG);
        var goesOn = new CountDownLatch(1);
        var hung = opened(DoorServer.open(knock -> {
            if (!knock.bearer().isEmpty()) {
                await(goesOn);
            }
            return bearersOnly(knock);
        }));
        config.server("hung", SignOn.forwarding(hung.url()));
        for (var number = 1; number <= 4; number++) {
            var kind = opened(DoorServer.open(SignOnFaultsTest::bearersOnly));
            config.server("kind" + number, SignOn.forwarding(kind.url()));
        }
        Protection.protect(config, home.provider());
        var _ = opened(start(home.certificate()));
        open.push(goesOn::countDown);

        var begin = System.nanoTime();
        var peer = new Person(home).peer();
        var tools = SignOn.tools(peer);
        var took = Duration.ofNanos(System.nanoTime() - begin);

        assertThat(tools)
                .contains("x_kind1_whoami", "x_kind2_whoami", "x_kind3_whoami", "x_kind4_whoami")
                .doesNotContain("x_hung_whoami");
        assertThat(took).as("login and first answer").isLessThan(LIMIT.dividedBy(4));
        goesOn.countDown();
        Await.until("the late one", LIMIT, () -> SignOn.tools(peer).contains("x_hung_whoami"));
    }

    private static Optional<HttpResponse> bearersOnly(Knock knock) {
        return knock.bearer().isEmpty() ? Optional.of(HttpResponse.of(401)) : Optional.empty();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

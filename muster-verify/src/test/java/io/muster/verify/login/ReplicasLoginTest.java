package io.muster.verify.login;

import static io.muster.verify.login.CodeFlow.document;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.verify.program.Await;
import io.muster.verify.program.ConfigDirectory;
import io.muster.verify.program.MusterProcess;
import io.muster.verify.toolchain.Dex;
import io.muster.verify.toolchain.Need;
import io.muster.verify.toolchain.Needs;
import io.muster.verify.toolchain.Program;
import io.muster.verify.toolchain.Valkey;
import io.muster.wire.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Two processes behind one address, with their sessions in a real Valkey. */
@Needs({Need.PROGRAM, Need.DEX, Need.VALKEY})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class ReplicasLoginTest {
    /** How long the other may go on admitting a token at the very most, and then some. */
    private static final Duration HEARD = Duration.ofSeconds(5);

    private static final String KEY = "gRkMTDcTOFdPQGfNYzMfUgQFLGsn2wGp9b2ZrRvVzNQ=";

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private RunningValkey valkey;
    private MusterProcess one;
    private String here;
    private String there;
    private Browser browser;

    @BeforeAll
    void start(Program program, Dex executable, Valkey server) {
        var configs = List.of(ConfigDirectory.create(), ConfigDirectory.create());
        here = Protection.issuer(configs.getFirst());
        there = Protection.issuer(configs.getLast());
        valkey = opened(RunningValkey.start(server));
        var dex = opened(RunningDex.start(executable, here + "/oauth/callback"));
        browser = opened(Browser.open(dex.certificate()));
        var storage = JsonObject.of("type", "valkey").with("valkey", JsonObject.of("url", valkey.address()));
        configs.forEach(config -> Protection.protect(
                config,
                dex.provider(),
                block -> block.with("baseUrl", here).with("storage", storage).with("encryptionKey", KEY)));
        one = opened(start(program, configs.getFirst(), dex));
        opened(start(program, configs.getLast(), dex));
    }

    private static MusterProcess start(Program program, ConfigDirectory config, RunningDex dex) {
        return MusterProcess.start(
                program, config, Map.of(), "--extra-ca-file", dex.certificate().toString());
    }

    private <T extends AutoCloseable> T opened(T resource) {
        open.push(resource);
        return resource;
    }

    @AfterAll
    void stop() throws Exception {
        for (var resource : open) {
            resource.close();
        }
    }

    @Test
    void a_login_at_one_is_good_at_the_other_and_its_end_is_the_end_at_both() {
        var client = CodeFlow.at(browser, here);
        var tokens = client.logIn(RunningDex.EMAIL, RunningDex.PASSWORD);

        assertThat(client.initialize(there, tokens).statusCode()).isEqualTo(200);
        var renewed = document(client.refresh(there, tokens));
        assertThat(client.initialize(here, renewed).statusCode()).isEqualTo(200);

        client.revoke(there, renewed);

        Await.until(
                "the end is heard of",
                HEARD,
                () -> client.initialize(here, renewed).statusCode() == 401);
        assertThat(client.refresh(here, renewed).statusCode()).isEqualTo(400);
    }

    @Test
    void both_are_asked_for_a_refresh_at_once_and_give_one_pair() throws Exception {
        var client = CodeFlow.at(browser, here);
        var tokens = client.logIn(RunningDex.EMAIL, RunningDex.PASSWORD);

        var answers = IntStream.range(0, 6)
                .mapToObj(number -> number % 2 == 0 ? here : there)
                .map(at -> CompletableFuture.supplyAsync(() -> client.refresh(at, tokens), Thread::startVirtualThread))
                .toList();

        var pairs = new HashSet<String>();
        for (var answer : answers) {
            pairs.add(document(answer.get(90, TimeUnit.SECONDS)).text("refresh_token", ""));
        }
        assertThat(pairs).hasSize(1);
        var pair = JsonObject.of("refresh_token", pairs.iterator().next());
        var next = document(client.refresh(there, pair));
        assertThat(client.initialize(here, next).statusCode()).isEqualTo(200);
    }

    @Test
    void a_valkey_that_is_killed_and_comes_back_logs_nobody_out() {
        var client = CodeFlow.at(browser, here);
        var tokens = client.logIn(RunningDex.EMAIL, RunningDex.PASSWORD);

        valkey.kill();
        assertNoAnswer(client.initialize(there, tokens));
        assertThat(client.refresh(here, tokens).statusCode()).isEqualTo(503);
        valkey.restart();

        assertThat(client.initialize(there, tokens).statusCode()).isEqualTo(200);
        assertThat(client.refresh(here, tokens).statusCode()).isEqualTo(200);
    }

    @Test
    void a_valkey_that_cannot_be_reached_for_a_while_logs_nobody_out() {
        var client = CodeFlow.at(browser, here);
        var tokens = client.logIn(RunningDex.EMAIL, RunningDex.PASSWORD);

        valkey.cutOff();
        try {
            assertNoAnswer(client.initialize(here, tokens));
        } finally {
            valkey.reconnect();
        }

        one.until("an answer", () -> client.initialize(here, tokens).statusCode() != 503);
        assertThat(client.initialize(here, tokens).statusCode()).isEqualTo(200);
        assertThat(client.refresh(there, tokens).statusCode()).isEqualTo(200);
    }

    private static void assertNoAnswer(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(answer.headers().firstValue("WWW-Authenticate")).isEmpty();
    }
}

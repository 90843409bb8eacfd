package io.muster.verify.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.verify.program.ConfigDirectory;
import io.muster.verify.program.MusterProcess;
import io.muster.verify.toolchain.Command;
import io.muster.verify.toolchain.Dex;
import io.muster.verify.toolchain.Need;
import io.muster.verify.toolchain.Needs;
import io.muster.verify.toolchain.Program;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Dex is not there, or not the one that the configuration describes. */
@Needs({Need.PROGRAM, Need.DEX})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProviderAwayTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final Program program;
    private final ConfigDirectory config = ConfigDirectory.create();
    private final RunningDex dex;
    private final Browser browser;

    ProviderAwayTest(Program program, Dex executable) {
        this.program = program;
        this.dex = RunningDex.start(executable, Protection.callback(config));
        this.browser = Browser.open(dex.certificate());
    }

    @AfterAll
    void stop() {
        browser.close();
        dex.close();
    }

    @Test
    void the_program_serves_at_once_and_heals_when_dex_comes_up() {
        dex.kill();
        Protection.protect(config, dex.provider());
        try (var muster = MusterProcess.startDegraded(program, config, trust())) {
            assertThat(List.of(
                            browser.get(muster.url("/.well-known/oauth-authorization-server")),
                            browser.get(muster.url("/oauth/authorize?client_id=x")),
                            browser.post(muster.url("/oauth/token"), Map.of("grant_type", "refresh_token")),
                            call(muster)))
                    .allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(503))
                    .allSatisfy(answer -> assertThat(answer.headers().firstValue("Retry-After"))
                            .isPresent());
            var health = browser.get(muster.url("/health"));
            assertThat(health.statusCode()).isEqualTo(200);
            assertThat(Json.parseObject(health.body()).text("status")).contains("degraded");
            assertThat(Json.parseObject(health.body()).text("reason")).isPresent();
            assertThat(muster.get("/ready")).isEqualTo(503);

            dex.restart();

            muster.until("ready", () -> muster.get("/ready") == 200);
            assertThat(Json.parseObject(browser.get(muster.url("/health")).body())
                            .text("status"))
                    .contains("ok");
            var challenge =
                    call(muster).headers().firstValue("WWW-Authenticate").orElseThrow();
            var tokens = CodeFlow.from(browser, challenge).logIn(RunningDex.EMAIL, RunningDex.PASSWORD);
            assertThat(tokens.text("access_token")).isPresent();
        }
    }

    @Test
    void an_issuer_that_no_provider_can_have_ends_the_start_with_one_line() {
        assertFatal(dex.provider().with("issuerUrl", "http://localhost/dex"), "must be an https URL");
    }

    /** Ends the start when it shows within seconds; on a slow machine the program goes on, and says why it does not serve. */
    @Test
    void another_issuer_than_configured_is_named() {
        Protection.protect(config, dex.provider().with("issuerUrl", dex.issuer() + "/elsewhere"));

        try (var starting = ForeignClient.start(serve())) {
            starting.awaitSaid("/elsewhere/.well-known/openid-configuration was answered with status 404");
        }
        config.delete();
    }

    @Test
    void another_issuer_that_shows_later_is_named_once_and_nothing_is_tried_again() {
        dex.kill();
        Protection.protect(config, dex.provider().with("issuerUrl", dex.issuer() + "/elsewhere"));
        try (var muster = MusterProcess.startDegraded(program, config, trust())) {
            dex.restart();

            muster.until(
                    "it is known",
                    () -> browser.get(muster.url("/health")).body().contains("misconfigured"));
            assertThat(call(muster).headers().firstValue("Retry-After")).isEmpty();
            assertThat(muster.log().lines().filter(line -> line.contains("level=ERROR")))
                    .singleElement()
                    .satisfies(line -> assertThat(line).contains("/elsewhere/.well-known/openid-configuration"));
        }
    }

    @Test
    void no_secret_ends_the_start_with_one_line() {
        assertFatal(dex.provider().without("clientSecret"), "clientSecret");
    }

    /** No start can see it: a provider says so only when it is given a code. */
    @Test
    void a_wrong_secret_shows_at_the_first_login_and_the_log_says_so() {
        Protection.protect(config, dex.provider().with("clientSecret", "a-secret-that-is-not-it"));
        try (var muster = MusterProcess.start(program, config, Map.of(), trust())) {
            var challenge =
                    call(muster).headers().firstValue("WWW-Authenticate").orElseThrow();

            var landed = CodeFlow.from(browser, challenge).land(RunningDex.EMAIL, RunningDex.PASSWORD);

            assertThat(landed).containsEntry("error", "server_error").doesNotContainKey("code");
            assertThat(muster.log()).contains("provider_invalid_client").doesNotContain("a-secret-that-is-not-it");
        }
    }

    private void assertFatal(JsonObject provider, String culprit) {
        Protection.protect(config, provider);

        var ended = serve().run(LIMIT);

        assertThat(ended.exitCode()).isEqualTo(1);
        var said = ended.errors().lines().filter(line -> line.contains(culprit)).toList();
        assertThat(said).as(ended.output() + ended.errors()).hasSize(1);
        assertThat(said.getFirst()).contains("aggregator.oauth.server");
        assertThat(ended.errors()).doesNotContain("\tat ");
        config.delete();
    }

    private Command serve() {
        return program.command("serve", "--config-path", config.path().toString())
                .with(trust());
    }

    private String[] trust() {
        return new String[] {"--extra-ca-file", dex.certificate().toString()};
    }

    private HttpResponse<String> call(MusterProcess muster) {
        return browser.send(HttpRequest.newBuilder(muster.url("/mcp"))
                .timeout(LIMIT)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofString("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}"))
                .build());
    }
}

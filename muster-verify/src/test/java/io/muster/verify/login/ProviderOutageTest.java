package io.muster.verify.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.verify.program.ConfigDirectory;
import io.muster.verify.program.MusterProcess;
import io.muster.verify.toolchain.Dex;
import io.muster.verify.toolchain.Need;
import io.muster.verify.toolchain.Needs;
import io.muster.verify.toolchain.Program;
import io.muster.wire.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Dex dies at the worst moment; people get a reference, and operators find the story by it. */
@Needs({Need.PROGRAM, Need.DEX})
@SuppressWarnings("NullAway.Init")
class ProviderOutageTest {
    private static final Pattern REFERENCE = Pattern.compile("[2-9A-Z]{4}-[2-9A-Z]{4}");

    private final ConfigDirectory config = ConfigDirectory.create();
    private final String issuer = Protection.issuer(config);
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private RunningDex dex;
    private MusterProcess muster;
    private Browser browser;

    @BeforeEach
    void start(Program program, Dex executable) {
        dex = opened(RunningDex.start(executable, Protection.callback(config)));
        browser = opened(Browser.open(dex.certificate()));
        Protection.protect(config, dex.provider(), server -> server.with("storage", JsonObject.of("type", "memory")));
        muster = opened(MusterProcess.start(
                program, config, Map.of(), "--extra-ca-file", dex.certificate().toString()));
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

    @Test
    void a_login_that_dex_cannot_complete_is_told_with_a_reference_that_leads_to_its_story() {
        var client = CodeFlow.at(browser, issuer);
        var back = browser.logIn(client.start(), Protection.callback(config), RunningDex.EMAIL, RunningDex.PASSWORD);

        dex.kill();
        var answer = browser.get(back);

        assertThat(answer.statusCode()).isEqualTo(302);
        var told =
                Browser.query(URI.create(answer.headers().firstValue("Location").orElseThrow()));
        assertThat(told).containsEntry("error", "temporarily_unavailable").containsEntry("state", CodeFlow.STATE);
        var reference = reference(told.getOrDefault("error_description", ""));
        assertThat(story(reference))
                .contains("login begins", "sent to the identity provider", "login failed at the identity provider")
                .contains("audit.event_type=provider_code_exchange_failed")
                .as("a connection that was kept breaks, a new one is refused")
                .containsPattern("reason=provider_(broken|connect)")
                .contains("audit.details.login_ref=" + reference);
        var secrets = Browser.query(back);
        assertThat(muster.log())
                .doesNotContain(secrets.getOrDefault("code", "none"), secrets.getOrDefault("state", "none"))
                .doesNotContain(CodeFlow.STATE, CodeFlow.VERIFIER, RunningDex.SECRET, RunningDex.EMAIL);
    }

    @Test
    void a_page_shows_the_reference_by_which_the_log_tells_why() {
        var page = browser.send(HttpRequest.newBuilder(
                        URI.create(issuer + "/oauth/authorize?client_id=nobody&redirect_uri=https://nowhere.example"))
                .timeout(Duration.ofSeconds(30))
                .header("Accept", "text/html")
                .build());

        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(story(reference(page.body()))).contains("login refused", "Unknown client");
    }

    @Test
    void a_session_outlives_dex() {
        var client = CodeFlow.at(browser, issuer);
        var tokens = client.logIn(RunningDex.EMAIL, RunningDex.PASSWORD);

        dex.kill();

        var asked = client.initialize(tokens);
        assertThat(asked.statusCode())
                .as("the profile asks Dex at every request")
                .isEqualTo(503);
        assertThat(asked.headers().firstValue("Retry-After")).isPresent();
        assertThat(asked.headers().firstValue("WWW-Authenticate")).isEmpty();
    }

    private static String reference(String text) {
        var found = REFERENCE.matcher(text);
        assertThat(found.find()).as(text).isTrue();
        return found.group();
    }

    /** All lines of the log with the reference. */
    private String story(String reference) {
        return String.join(
                "\n",
                muster.log().lines().filter(line -> line.contains(reference)).toList());
    }
}

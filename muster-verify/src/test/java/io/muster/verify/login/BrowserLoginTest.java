package io.muster.verify.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.verify.browser.Chrome;
import io.muster.verify.browser.Tab;
import io.muster.verify.program.ConfigDirectory;
import io.muster.verify.program.MusterProcess;
import io.muster.verify.toolchain.Chromium;
import io.muster.verify.toolchain.Dex;
import io.muster.verify.toolchain.Need;
import io.muster.verify.toolchain.Needs;
import io.muster.verify.toolchain.Program;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * People log in with Chromium, which applies what pages say about themselves: content security policies, cookies,
 * redirects. Pictures of all pages are left in {@code target/screenshots}.
 */
@Needs({Need.PROGRAM, Need.DEX, Need.CHROMIUM})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrowserLoginTest {
    /** No test goes there. An address, because no test may need a name server. */
    private static final String FAR = "https://1.1.1.1/";

    private final RunningDex dex;
    private final DocumentSite site;
    private final MusterProcess muster;
    private final Chrome chrome;
    private final Browser plain;
    private final JsonObject server;
    private final String resource;

    BrowserLoginTest(Program program, Dex executable, Chromium chromium, @TempDir Path directory) throws IOException {
        var config = ConfigDirectory.create();
        this.dex = RunningDex.start(executable, Protection.callback(config));
        var certificates = Certificates.create(directory);
        this.site = DocumentSite.publish(certificates, document());
        Protection.protect(config, dex.provider(), BrowserLoginTest::asking);
        var trusted = Files.writeString(
                directory.resolve("trusted.pem"),
                Files.readString(dex.certificate()) + Files.readString(certificates.certificate()));
        this.muster = MusterProcess.start(program, config, Map.of(), "--extra-ca-file", trusted.toString());
        this.chrome = Chrome.start(chromium, List.of(dex.certificate(), certificates.certificate()));
        this.plain = Browser.open(dex.certificate());
        this.server = CodeFlow.document(plain.get(muster.url("/.well-known/oauth-authorization-server")));
        this.resource = muster.url("/mcp").toString();
    }

    private static JsonObject asking(JsonObject server) {
        return server.with("consent", JsonObject.of("mode", "untrusted"))
                .with("allowPrivateIPCIMDHosts", JsonArray.ofStrings(List.of("localhost")))
                .with("trustedPublicRegistrationSchemes", JsonArray.ofStrings(List.of("cursor")));
    }

    private static JsonObject document() {
        return JsonObject.of("client_name", "Published Agent")
                .with("redirect_uris", JsonArray.ofStrings(List.of("http://127.0.0.1/callback")))
                .with("token_endpoint_auth_method", "none");
    }

    @AfterAll
    void stop() {
        try (dex;
                site;
                chrome;
                plain) {
            muster.close();
        }
    }

    @Test
    void a_person_agrees_logs_in_at_dex_lands_at_the_client_and_is_not_asked_again() {
        try (var landing = Landing.open()) {
            var client = CodeFlow.register(plain, server, "Example Editor", List.of(landing.url()));
            var tab = chrome.open().look(800, 900, false);

            tab.visit(start(client, landing.url())).await("Example Editor").picture("consent");
            assertThat(tab.text()).contains("Nobody has checked the name", landing.authority());
            tab.click("button[value=allow]").type("input[name=login]", RunningDex.EMAIL);
            tab.type("input[name=password]", RunningDex.PASSWORD).picture("dex").click("button[type=submit]");

            var answer = landing.awaitVisit();
            assertThat(answer).containsKey("code").containsEntry("iss", server.text("issuer", ""));
            assertHarmless(tab, landing.authority());

            tab.visit(start(client, landing.url())).await("Log in to Your Account");
        }
    }

    @Test
    void a_person_denies_and_the_client_is_told() {
        try (var landing = Landing.open()) {
            var client = CodeFlow.register(plain, server, "Pushy Client", List.of(landing.url()));
            var tab = chrome.open();

            tab.visit(start(client, landing.url())).click("button[value=deny]");

            assertThat(landing.awaitVisit())
                    .containsEntry("error", "access_denied")
                    .doesNotContainKey("code");
            assertHarmless(tab, landing.authority());
        }
    }

    @Test
    void who_publishes_a_client_is_shown() {
        var start = start(site.url(), "http://127.0.0.1:7/callback");
        site.awaitRead(() -> plain.get(start).statusCode());
        var tab = chrome.open().look(800, 900, false);

        tab.visit(start).await("Published Agent").picture("consent-published");

        assertThat(tab.text()).contains("Published by " + URI.create(site.url()).getRawAuthority());
        assertThat(tab.text()).contains("any program could use this name");
        assertHarmless(tab, "");
    }

    @Test
    void a_login_that_cannot_begin_shows_a_reference_that_leads_to_the_log() {
        var tab = chrome.open().look(800, 900, false);

        tab.visit(start("nobody", "http://127.0.0.1:7/callback"))
                .awaitElement(".reference")
                .picture("failure");

        var reference = tab.read(".reference");
        assertThat(tab.text()).contains("This login cannot begin");
        assertThat(muster.log()).contains(reference);
        assertThat(tab.overflows()).isFalse();
    }

    @Test
    void an_error_is_offered_to_a_client_that_nobody_vouches_for() {
        var client = CodeFlow.register(plain, server, "Sloppy Client", List.of(FAR + "callback"));
        var sloppy = start(client, FAR + "callback").toString().replace("S256", "plain");
        var tab = chrome.open().look(800, 900, false);

        tab.visit(URI.create(sloppy)).await("be told").picture("failure-offered");

        assertThat(tab.attribute("a.button", "href")).startsWith(FAR + "callback?error=invalid_request");
    }

    @Test
    void a_trusted_editor_with_a_scheme_of_its_own_is_opened_from_a_page() {
        var redirectUri = "cursor://anysphere.cursor-mcp/oauth/callback";
        var client = CodeFlow.register(plain, server, "Cursor", List.of(redirectUri));
        var tab = chrome.open().look(800, 900, false);

        tab.visit(start(client, redirectUri)).type("input[name=login]", RunningDex.EMAIL);
        tab.type("input[name=password]", RunningDex.PASSWORD).click("button[type=submit]");
        tab.await("You are logged in").picture("opening");

        assertThat(tab.attribute("#open", "href")).startsWith(redirectUri + "?code=");
        tab.awaitDeparture(redirectUri);
        assertThat(tab.complaints()).noneMatch(complaint -> complaint.contains("Content Security Policy"));
    }

    @Test
    void a_stranger_with_a_scheme_of_its_own_is_asked_about() {
        var client = CodeFlow.register(plain, server, "", List.of("windsurf://codeium/callback"));
        var tab = chrome.open().look(800, 900, false);

        tab.visit(start(client, "windsurf://codeium/callback"))
                .await("act for you")
                .picture("consent-scheme");

        assertThat(tab.text())
                .contains("An application without a name", "“windsurf:” links", "any program could use this name");
        assertHarmless(tab, "");
    }

    @ParameterizedTest
    @CsvSource({"320, 640, false", "320, 640, true", "800, 900, true"})
    void pages_fit_into_narrow_windows_and_dark_rooms(int width, int height, boolean dark) {
        var client = CodeFlow.register(
                plain, server, "An editor with quite a long name", List.of(FAR + "a/long/path/callback"));
        var tab = chrome.open().look(width, height, dark);
        var name = "-" + width + (dark ? "-dark" : "");

        tab.visit(start(client, FAR + "a/long/path/callback"))
                .await("An editor")
                .picture("consent" + name);
        assertThat(tab.overflows()).isFalse();
        tab.visit(start("nobody", "http://127.0.0.1:7/callback"))
                .awaitElement(".reference")
                .picture("failure" + name);
        assertThat(tab.overflows()).isFalse();
    }

    /** Nothing was loaded from elsewhere, and the browser had nothing to complain about. */
    private void assertHarmless(Tab tab, String client) {
        var known = Set.of(
                muster.url("").getRawAuthority(), URI.create(dex.issuer()).getRawAuthority(), client);
        assertThat(tab.requested()).allMatch(address -> known.contains(address.getRawAuthority()));
        assertThat(tab.complaints()).isEmpty();
        assertThat(tab.overflows()).isFalse();
    }

    private URI start(String client, String redirectUri) {
        return CodeFlow.start(server, client, redirectUri, resource);
    }
}

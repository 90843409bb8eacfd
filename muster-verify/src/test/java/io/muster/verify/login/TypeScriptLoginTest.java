package io.muster.verify.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.verify.program.ConfigDirectory;
import io.muster.verify.program.MusterProcess;
import io.muster.verify.toolchain.Command;
import io.muster.verify.toolchain.Dex;
import io.muster.verify.toolchain.Need;
import io.muster.verify.toolchain.Needs;
import io.muster.verify.toolchain.Node;
import io.muster.verify.toolchain.Program;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The OAuth client of the TypeScript SDK: it knows the URL of {@code /mcp}, finds everything else out by itself, and has a
 * person log in at Dex. Dex issues tokens that live for seconds, so its access tokens expire while one watches.
 */
@Needs({Need.PROGRAM, Need.NODE, Need.DEX})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TypeScriptLoginTest {
    private static final Duration LIFE = Duration.ofSeconds(8);

    private final Node node;
    private final RunningDex dex;
    private final DocumentSite site;
    private final MusterProcess muster;

    TypeScriptLoginTest(Program program, Node node, Dex executable, @TempDir Path directory) throws IOException {
        this.node = node;
        var config =
                ConfigDirectory.create().stdio("everything", node.everything().line());
        this.dex = RunningDex.start(executable, Protection.callback(config), LIFE);
        var certificates = Certificates.create(directory);
        this.site = DocumentSite.publish(certificates, document());
        Protection.protect(
                config,
                dex.provider(),
                server -> server.with("allowPrivateIPCIMDHosts", JsonArray.ofStrings(List.of("localhost"))));
        this.muster = MusterProcess.start(
                program,
                config,
                Map.of(),
                "--extra-ca-file",
                both(directory, certificates).toString());
    }

    private static JsonObject document() {
        return JsonObject.of("client_name", "TypeScript peer")
                .with("redirect_uris", JsonArray.ofStrings(List.of("http://127.0.0.1/callback")))
                .with("grant_types", JsonArray.ofStrings(List.of("authorization_code", "refresh_token")))
                .with("token_endpoint_auth_method", "none");
    }

    /** Dex and the site have authorities of their own. */
    private Path both(Path directory, Certificates certificates) throws IOException {
        return Files.writeString(
                directory.resolve("trusted.pem"),
                Files.readString(dex.certificate()) + Files.readString(certificates.certificate()));
    }

    @AfterAll
    void stop() {
        try (dex;
                site) {
            muster.close();
        }
    }

    @Test
    void the_client_registers_logs_in_calls_a_tool_and_refreshes() {
        var findings = findings(node.script("oauth-client.mjs", endpoint()));

        assertThat(findings.text("client", "")).isNotEmpty().doesNotContain("://");
        assertWorked(findings);
    }

    @Test
    void the_client_is_known_by_the_document_that_it_publishes() {
        var findings = findings(node.script("oauth-client.mjs", endpoint(), site.url()));

        assertThat(findings.text("client")).contains(site.url());
        assertWorked(findings);
    }

    private static void assertWorked(JsonObject findings) {
        assertThat(findings.values("texts").toString()).contains("Echo: logged in", "Echo: refreshed");
        assertThat(findings.integer("refreshes").orElse(0)).isPositive();
        assertThat(findings.bool("newAccess")).contains(true);
        assertThat(findings.bool("newRefresh")).contains(true);
    }

    private JsonObject findings(Command command) {
        try (var client = ForeignClient.start(command);
                var browser = Browser.open(dex.certificate())) {
            var start = client.asked();
            site.awaitRead(() -> browser.get(start).statusCode());
            var landing = Browser.query(start).getOrDefault("redirect_uri", "");
            var landed = browser.logIn(start, landing, RunningDex.EMAIL, RunningDex.PASSWORD);
            assertThat(browser.get(landed).statusCode()).isEqualTo(200);
            return client.findings();
        }
    }

    private String endpoint() {
        return muster.url("/mcp").toString();
    }
}

package io.muster.verify.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.verify.program.Await;
import io.muster.verify.program.ConfigDirectory;
import io.muster.verify.program.MusterProcess;
import io.muster.verify.toolchain.Command;
import io.muster.verify.toolchain.Dex;
import io.muster.verify.toolchain.Need;
import io.muster.verify.toolchain.Needs;
import io.muster.verify.toolchain.Program;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The command line logs a person in to a Muster behind a real Dex, and out again. */
@Needs({Need.PROGRAM, Need.DEX})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandLoginTest {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final Pattern ADDRESS = Pattern.compile("https?://\\S+/oauth/authorize\\?\\S+");

    private final Program program;
    private final ConfigDirectory config = ConfigDirectory.create();
    private final String base = "http://localhost:" + config.port();
    private final int callback = ConfigDirectory.freePort();
    private final RunningDex dex;
    private MusterProcess muster;

    @TempDir
    private Path home;

    CommandLoginTest(Program program, Dex executable) {
        this.program = program;
        this.dex = RunningDex.start(executable, base + "/oauth/callback");
        config.file("config.yaml", Json.text(JsonObject.of("aggregator", aggregator())));
        this.muster = start();
    }

    private JsonObject aggregator() {
        var provider = JsonObject.builder()
                .put("issuerUrl", dex.issuer())
                .put("clientId", RunningDex.CLIENT)
                .put("clientSecret", RunningDex.SECRET)
                .build();
        var server = JsonObject.builder()
                .put("enabled", true)
                .put("baseUrl", base)
                .put("dex", provider)
                .build();
        return JsonObject.builder()
                .put("host", "localhost")
                .put("port", config.port())
                .put("oauth", JsonObject.of("server", server))
                .build();
    }

    private MusterProcess start() {
        return MusterProcess.start(
                program, config, Map.of(), "--extra-ca-file", dex.certificate().toString());
    }

    @AfterAll
    void stop() {
        try (var _ = dex) {
            muster.close();
        }
    }

    @Test
    void a_person_logs_in_once_works_over_a_restart_and_logs_out() throws Exception {
        var before = run("list", "mcpserver");
        assertThat(before.exitCode()).isEqualTo(2);
        assertThat(before.errors()).contains("Authentication required for " + base + "/mcp", "muster auth login");

        logIn();

        assertSucceeds(run("list", "mcpserver"));
        var status = assertSucceeds(run("auth", "status"));
        assertThat(status.output()).contains("Status:    Authenticated", "Issuer:    " + base, "(auto-refresh)");
        assertThat(assertSucceeds(run("auth", "whoami")).output()).contains("Identity:  " + RunningDex.EMAIL);
        assertThat(assertSucceeds(run("auth", "refresh")).output()).contains("Renewed the login");

        restart();
        assertSucceeds(run("list", "mcpserver"));
        assertThat(assertSucceeds(run("auth", "login", "--no-browser")).output())
                .contains("Already authenticated to " + base + "/mcp");

        assertThat(assertSucceeds(run("auth", "logout")).output()).contains("Logged out from " + base + "/mcp");
        var after = run("list", "mcpserver");
        assertThat(after.exitCode()).isEqualTo(2);
        assertThat(after.errors()).contains("Authentication required");
        assertThat(run("auth", "whoami").exitCode()).isEqualTo(2);
    }

    private void logIn() throws Exception {
        var errors = home.resolve("login.err");
        var process = command("auth", "login", "--no-browser")
                .builder()
                .redirectOutput(home.resolve("login.out").toFile())
                .redirectError(errors.toFile())
                .start();
        try (var browser = Browser.open(dex.certificate())) {
            var address = Await.value("address for the browser", LIMIT, () -> address(errors));
            var landing = browser.logIn(
                    address, "http://localhost:" + callback + "/callback", RunningDex.EMAIL, RunningDex.PASSWORD);
            var page = browser.get(landing);
            assertThat(page.body()).contains("Authentication Successful - Muster");
            assertThat(process.waitFor(LIMIT)).isTrue();
            assertThat(process.exitValue()).isZero();
            assertThat(Files.readString(home.resolve("login.out")))
                    .contains("Successfully authenticated to " + base + "/mcp");
        } finally {
            process.destroyForcibly();
        }
    }

    private static Optional<URI> address(Path errors) {
        try {
            var found = ADDRESS.matcher(Files.readString(errors));
            return found.find() ? Optional.of(URI.create(found.group())) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void restart() {
        muster.terminate();
        assertThat(muster.awaitExit()).isZero();
        muster = start();
    }

    private Command command(String... words) {
        return program.command(words)
                .env("HOME", home.toString())
                .env("MUSTER_ENDPOINT", base + "/mcp")
                .env("MUSTER_OAUTH_CALLBACK_PORT", Integer.toString(callback))
                .env("BROWSER", "");
    }

    private Command.Completed run(String... words) {
        return command(words).run(LIMIT);
    }

    private static Command.Completed assertSucceeds(Command.Completed completed) {
        assertThat(completed.exitCode())
                .as(completed.output() + completed.errors())
                .isZero();
        return completed;
    }
}

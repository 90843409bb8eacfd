package io.muster.verify.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.verify.program.ConfigDirectory;
import io.muster.verify.program.MusterProcess;
import io.muster.verify.toolchain.Dex;
import io.muster.verify.toolchain.Need;
import io.muster.verify.toolchain.Needs;
import io.muster.verify.toolchain.Program;
import io.muster.wire.json.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Requirement R-2 at a command line: a server of which Muster knows the URL alone, and whose vendor behaves like Atlassian. */
@Needs({Need.PROGRAM, Need.DEX})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AtlassianLoginTest {
    private static final String TOOL = "x_atlassian_whoami";

    private final Program program;
    private final ConfigDirectory config = ConfigDirectory.create();
    private final AtlassianDouble atlassian = new AtlassianDouble();
    private final RunningDex dex;
    private final Browser browser;
    private MusterProcess muster;

    AtlassianLoginTest(Program program, Dex executable) {
        this.program = program;
        this.dex = RunningDex.start(executable, Protection.callback(config));
        this.browser = Browser.open(dex.certificate());
        Protection.protectAndSignIn(config, dex.provider(), UnaryOperator.identity(), JsonObject.EMPTY);
        config.remote("atlassian", "streamable-http", atlassian.url());
        this.muster = start();
    }

    private MusterProcess start() {
        return MusterProcess.start(
                program, config, Map.of(), "--extra-ca-file", dex.certificate().toString());
    }

    @AfterAll
    void stop() {
        try (atlassian;
                dex;
                browser) {
            muster.close();
        }
    }

    @Test
    void the_url_alone_leads_from_the_command_line_to_a_tool_that_outlives_a_restart(@TempDir Path home) {
        var user = new CommandUser(program, home, Protection.issuer(config));
        user.logIn(browser);
        muster.until(
                "the login that is missing",
                () -> user.does("auth", "status").contains("Run: muster auth login --server atlassian"));

        assertThat(user.logIn("atlassian", browser)).contains("✓ atlassian authenticated successfully.");

        assertThat(user.does("call", TOOL)).contains("called with access-");
        assertThat(user.does("auth", "status", "--server", "atlassian"))
                .contains("Status:    Connected", "the authorization server is not confirmed");

        restart();
        muster.until(
                "the server has asked for a login again",
                () -> user.run("call", TOOL).exitCode() == 0);
        assertThat(user.does("call", TOOL)).contains("called with access-");
        assertThat(user.does("auth", "login", "--server", "atlassian")).contains("is already connected");

        assertThat(user.does("auth", "logout", "--server", "atlassian")).contains("Successfully logged out");
        assertThat(user.run("call", TOOL).exitCode()).isNotZero();
        assertThat(user.does("auth", "status", "--server", "atlassian"))
                .contains("Run: muster auth login --server atlassian");
        assertThat(atlassian.refused()).isZero();
    }

    private void restart() {
        muster.terminate();
        assertThat(muster.awaitExit()).isZero();
        muster = start();
    }
}

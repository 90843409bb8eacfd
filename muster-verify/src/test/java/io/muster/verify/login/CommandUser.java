package io.muster.verify.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.verify.program.ConfigDirectory;
import io.muster.verify.toolchain.Command;
import io.muster.verify.toolchain.Program;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A person at a command line, whose browser is elsewhere.
 *
 * @param home where the program keeps what it knows of them
 * @param base the Muster they use
 * @param callback the port to which their browser comes back
 */
record CommandUser(Program program, Path home, String base, int callback) {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    CommandUser(Program program, Path home, String base) {
        this(program, home, base, ConfigDirectory.freePort());
    }

    String endpoint() {
        return base + "/mcp";
    }

    Command command(String... words) {
        return program.command(words)
                .env("HOME", home.toString())
                .env("MUSTER_ENDPOINT", endpoint())
                .env("MUSTER_OAUTH_CALLBACK_PORT", Integer.toString(callback))
                .env("BROWSER", "");
    }

    Command.Completed run(String... words) {
        return command(words).run(LIMIT);
    }

    /** What the command prints; it must succeed. */
    String does(String... words) {
        var completed = run(words);
        assertThat(completed.exitCode())
                .as(completed.output() + completed.errors())
                .isZero();
        return completed.output();
    }

    /** Logs in to Muster itself, behind a Dex. */
    String logIn(Browser browser) {
        try (var login = ForeignClient.start(command("auth", "login", "--no-browser"))) {
            var landing = browser.logIn(
                    login.asked(), "http://localhost:" + callback + "/callback", RunningDex.EMAIL, RunningDex.PASSWORD);
            assertThat(browser.get(landing).body()).contains("Authentication Successful - Muster");
            return login.report();
        }
    }

    /** Logs in to a server behind Muster, where the page asks for nothing more. */
    String logIn(String server, Browser browser) {
        try (var login = ForeignClient.start(command("auth", "login", "--no-browser", "--server", server))) {
            assertThat(browser.follow(login.asked()).body()).contains("You are now signed in to " + server);
            return login.report();
        }
    }
}

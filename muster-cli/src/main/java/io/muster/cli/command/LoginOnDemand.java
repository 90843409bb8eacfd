package io.muster.cli.command;

import io.muster.cli.client.ConnectionFailure;
import io.muster.cli.client.Endpoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * The login in the middle of another command, as far as {@code --auth} allows it.
 *
 * @param silent whether to try first without showing anything
 */
record LoginOnDemand(Shell shell, AuthMode mode, boolean silent, boolean quiet) {
    private static final Set<String> YES = Set.of("", "y", "yes");

    static LoginOnDemand of(Shell shell, CommonFlags flags) {
        return new LoginOnDemand(shell, flags.authMode(shell.console().environment()), false, flags.isQuiet());
    }

    /**
     * Whether it is worth trying again after a failure: the person has logged in meanwhile.
     *
     * @throws ConnectionFailure when the login was tried and failed
     */
    boolean helps(Endpoint endpoint, ConnectionFailure failure) throws InterruptedException {
        if (failure.kind() != ConnectionFailure.Kind.AUTHENTICATION_REQUIRED || !isWanted(endpoint)) {
            return false;
        }
        new LoginDialog(shell, new PageOpener(shell, shell.console()::note, true), silent)
                .run(endpoint, failure.challenges());
        return true;
    }

    /** A window that opens where nobody sits would only keep a script waiting. */
    private boolean isWanted(Endpoint endpoint) {
        return switch (mode.kind()) {
            case NONE -> false;
            case AUTO -> {
                var wanted = mode.chosen() || shell.console().terminal();
                if (wanted && !quiet) {
                    shell.console().note("Authentication required. Opening browser...");
                }
                yield wanted;
            }
            case PROMPT -> !quiet && isConfirmed(endpoint);
        };
    }

    private boolean isConfirmed(Endpoint endpoint) {
        var console = shell.console();
        console.note("Authentication required for " + endpoint);
        console.err().print("Open browser to authenticate? [Y/n]: ");
        console.err().flush();
        try {
            var answer = new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8)).readLine();
            return answer != null && YES.contains(answer.strip().toLowerCase(Locale.ROOT));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

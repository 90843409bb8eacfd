package io.muster.cli.command;

import io.muster.cli.client.AuthenticationTexts;
import io.muster.cli.client.ConnectionFailure;
import io.muster.cli.client.Endpoint;
import io.muster.cli.http.SocketClient;
import io.muster.cli.login.Login;
import io.muster.cli.login.LoginFailure;
import io.muster.cli.token.ServerUrl;
import io.muster.cli.token.TokenFileFailure;
import io.muster.cli.token.TokenFiles;
import io.muster.wire.time.SystemScheduler;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;

/**
 * Leads a person through a login.
 *
 * @param pages where the person is shown where to go
 * @param silent whether to try first without showing anything
 */
record LoginDialog(Shell shell, PageOpener pages, boolean silent) {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Duration SILENT_LIMIT = Duration.ofSeconds(15);

    /**
     * Logs in; afterwards the login is stored.
     *
     * @param challenges what the server said when it refused
     * @throws ConnectionFailure when the login fails
     */
    void run(Endpoint endpoint, List<String> challenges) throws InterruptedException {
        var environment = shell.console().environment();
        try (var scheduler = new SystemScheduler();
                var http = new SocketClient(scheduler, shell.clock())) {
            var files = TokenFiles.of(environment);
            var login = new Login(files, http, Login.port(environment), scheduler, shell.clock(), new SecureRandom());
            if (silent && isRenewedSilently(login, files, endpoint, challenges)) {
                pages.say().accept("Successfully re-authenticated to " + endpoint + " (silent)");
                return;
            }
            try (var attempt = login.begin(endpoint.uri(), challenges)) {
                pages.show(attempt.url());
                pages.say().accept("Waiting for authentication to complete...");
                attempt.await(LIMIT);
            }
            pages.say().accept("\nSuccessfully authenticated to " + endpoint);
        } catch (LoginFailure failure) {
            throw failed(endpoint, failure.reason(), failure);
        } catch (TokenFileFailure failure) {
            throw failed(endpoint, String.valueOf(failure.getMessage()), failure);
        }
    }

    private static ConnectionFailure failed(Endpoint endpoint, String reason, RuntimeException cause) {
        return new ConnectionFailure(
                ConnectionFailure.Kind.AUTHENTICATION_FAILED,
                AuthenticationTexts.failed(endpoint.toString(), reason),
                cause);
    }

    private boolean isRenewedSilently(Login login, TokenFiles files, Endpoint endpoint, List<String> challenges)
            throws InterruptedException {
        var before = files.read(new ServerUrl(endpoint.toString()));
        if (before.isEmpty() || !pages.isBrowserPossible()) {
            return false;
        }
        try (var attempt = login.beginSilently(endpoint.uri(), challenges, before.get())) {
            if (!pages.isOpened(attempt.url())) {
                return false;
            }
            attempt.await(SILENT_LIMIT);
            return true;
        } catch (LoginFailure interactionNeeded) {
            return false;
        }
    }
}

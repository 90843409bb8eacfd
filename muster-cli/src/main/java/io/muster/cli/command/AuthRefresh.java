package io.muster.cli.command;

import io.muster.cli.client.AuthenticationTexts;
import io.muster.cli.client.Endpoint;
import io.muster.cli.http.SocketClient;
import io.muster.cli.login.Renewed;
import io.muster.cli.login.Wallet;
import io.muster.cli.token.StoredToken;
import io.muster.cli.token.TokenFiles;
import io.muster.wire.time.SystemScheduler;
import java.util.function.Consumer;

/** Renews a login, whether or not it has to be. */
record AuthRefresh(Shell shell, Consumer<String> say) {
    void run(Endpoint endpoint) {
        switch (renewed(endpoint)) {
            case Renewed.Fresh(var token) -> say.accept("Renewed the login for " + endpoint + expiry(token));
            case Renewed.NotPossible _ ->
                throw new CommandFailure(
                        "there is no refresh token for " + endpoint + "\n\nTo authenticate, run:\n"
                                + "  muster auth login --endpoint " + endpoint,
                        ExitCode.AUTHENTICATION_REQUIRED);
            case Renewed.Refused(var text) ->
                throw new CommandFailure(
                        AuthenticationTexts.failed(endpoint.toString(), text), ExitCode.AUTHENTICATION_FAILED);
            case Renewed.Unavailable(var text) ->
                throw new CommandFailure("the login for " + endpoint + " cannot be renewed now: " + text);
        }
    }

    private Renewed renewed(Endpoint endpoint) {
        try (var scheduler = new SystemScheduler();
                var http = new SocketClient(scheduler, shell.clock())) {
            return new Wallet(TokenFiles.of(shell.console().environment()), http, scheduler, shell.clock())
                    .renew(endpoint.uri());
        }
    }

    private String expiry(StoredToken token) {
        return token.expiresAt()
                .map(at -> ", expires " + Durations.expiry(at, shell.clock().instant()))
                .orElse("");
    }
}

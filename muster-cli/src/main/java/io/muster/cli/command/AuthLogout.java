package io.muster.cli.command;

import io.muster.cli.client.Endpoint;
import io.muster.cli.format.Text;
import io.muster.cli.http.SocketClient;
import io.muster.cli.login.Logout;
import io.muster.cli.login.Renewed;
import io.muster.cli.login.Wallet;
import io.muster.cli.token.ServerUrl;
import io.muster.cli.token.StoredToken;
import io.muster.cli.token.TokenFiles;
import io.muster.wire.time.SystemScheduler;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/** Ends logins. */
record AuthLogout(Shell shell, Consumer<String> say) {
    private static final Set<String> YES = Set.of("y", "yes");

    void one(Endpoint endpoint) throws InterruptedException {
        try (var scheduler = new SystemScheduler();
                var http = new SocketClient(scheduler, shell.clock())) {
            var logout = new Logout(files(), http, scheduler, shell.clock());
            logout.end(new ServerUrl(endpoint.toString()));
        }
        say.accept("Logged out from " + endpoint);
    }

    void all(boolean confirmed) throws InterruptedException {
        var tokens = files().all();
        if (tokens.isEmpty()) {
            say.accept("No stored tokens to clear.");
            return;
        }
        if (!confirmed && !isConfirmed(tokens)) {
            say.accept("Cancelled.");
            return;
        }
        try (var scheduler = new SystemScheduler();
                var http = new SocketClient(scheduler, shell.clock())) {
            var files = files();
            var wallet = new Wallet(files, http, scheduler, shell.clock());
            var logout = new Logout(files, http, scheduler, shell.clock());
            for (var token : tokens) {
                end(token, wallet, logout);
            }
        }
        say.accept("Cleared " + tokens.size() + " stored token(s).");
    }

    /** All sessions at the server end by a token that is valid, so that one is got first where that is possible. */
    private void end(StoredToken token, Wallet wallet, Logout logout) throws InterruptedException {
        var server = new ServerUrl(token.server());
        if (token.isValidAt(shell.clock().instant())) {
            logout.endEverywhere(server, token.accessToken());
        } else if (wallet.renew(URI.create(server.value())) instanceof Renewed.Fresh(var fresh)) {
            logout.endEverywhere(server, fresh.accessToken());
        }
        logout.end(server);
    }

    private boolean isConfirmed(Iterable<StoredToken> tokens) {
        var console = shell.console();
        tokens.forEach(token -> console.println("  " + Text.line(token.server())));
        console.print("Are you sure you want to clear all tokens? [y/N]: ");
        try {
            var answer = new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8)).readLine();
            return answer != null && YES.contains(answer.strip().toLowerCase(Locale.ROOT));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private TokenFiles files() {
        return TokenFiles.of(shell.console().environment());
    }
}

package io.muster.cli.command;

import io.muster.cli.bridge.Destination;
import io.muster.cli.bridge.LoginDesk;
import io.muster.cli.login.BrowserLauncher;
import io.muster.cli.login.Login;
import io.muster.cli.login.Wallet;
import io.muster.cli.token.TokenFiles;
import io.muster.wire.outbound.OutboundClient;
import io.muster.wire.time.Scheduler;
import java.security.SecureRandom;
import java.util.Optional;

/** The logins of the person whom an agent works for; none where there is no place to keep them. */
final class AgentLogins {
    private final Shell shell;
    private final OutboundClient http;
    private final Scheduler scheduler;
    private final AuthMode mode;
    private final IdeLogin.Wishes wishes;
    private final Optional<TokenFiles> files;
    private final Optional<Wallet> wallet;

    private AgentLogins(Shell shell, OutboundClient http, Scheduler scheduler, AuthMode mode, IdeLogin.Wishes wishes) {
        this.shell = shell;
        this.http = http;
        this.scheduler = scheduler;
        this.mode = mode;
        this.wishes = wishes;
        this.files = TokenFiles.find(shell.console().environment());
        this.wallet = files.map(found -> new Wallet(found, http, scheduler, shell.clock()));
    }

    /** @param silent whether logins are renewed without a window where that is possible */
    static AgentLogins of(Shell shell, AgentFlags flags, boolean silent, OutboundClient http, Scheduler scheduler) {
        return new AgentLogins(
                shell,
                http,
                scheduler,
                flags.authMode(shell.console().environment()),
                new IdeLogin.Wishes(silent, flags.isAutoSso()));
    }

    /** The client that renews logins which a server refuses. */
    OutboundClient http() {
        return wallet.map(Wallet::http).orElse(http);
    }

    Destination with(Destination destination) {
        return with(destination, Optional.empty());
    }

    /** For a person who has nothing but an IDE: login included. */
    Destination withDesk(Destination destination) {
        return with(destination, files.map(found -> desk(found, destination)));
    }

    private Destination with(Destination destination, Optional<LoginDesk> desk) {
        return wallet.map(logins -> destination.with(logins.headers(destination.endpoint()), desk))
                .orElse(destination);
    }

    private LoginDesk desk(TokenFiles found, Destination destination) {
        var environment = shell.console().environment();
        var login = new Login(found, http, Login.port(environment), scheduler, shell.clock(), new SecureRandom());
        var launcher = Optional.of(BrowserLauncher.of(environment))
                .filter(browser -> mode.kind() != AuthMode.Kind.NONE && browser.isPossible());
        return new IdeLogin(destination.endpoint(), login, found, launcher, wishes, scheduler, shell.clock());
    }
}

package io.muster.cli.login;

import io.muster.cli.login.grant.ClientAuthentication;
import io.muster.cli.login.grant.TokenEndpoint;
import io.muster.cli.login.grant.TokenFailure;
import io.muster.cli.login.grant.TokenGrant;
import io.muster.cli.login.grant.TokenOutcome;
import io.muster.cli.login.grant.TokenSet;
import io.muster.cli.token.ServerUrl;
import io.muster.cli.token.StoredToken;
import io.muster.cli.token.TokenFileFailure;
import io.muster.cli.token.TokenFiles;
import io.muster.cli.token.TokenLock;
import io.muster.oauth.ClientId;
import io.muster.oauth.Issuer;
import io.muster.oauth.Secret;
import io.muster.oauth.discovery.DiscoveryResult;
import io.muster.oauth.metadata.AuthorizationServerMetadata;
import io.muster.wire.outbound.OutboundClient;
import io.muster.wire.time.Deadline;
import io.muster.wire.time.Scheduler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Redeems refresh tokens. Of all processes one does it at a time, under the lock of the file, and looks first whether
 * another has been faster: a refresh token that is presented twice ends the session.
 */
final class Renewal {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TokenFiles files;
    private final AuthorizationServers servers;
    private final TokenEndpoint tokens;
    private final FileLocks locks;
    private final InstantSource clock;

    Renewal(TokenFiles files, OutboundClient http, Scheduler scheduler, InstantSource clock) {
        this.files = files;
        this.servers = new AuthorizationServers(http, clock);
        this.tokens = new TokenEndpoint(http, clock);
        this.locks = new FileLocks(files, scheduler, clock);
        this.clock = clock;
    }

    /**
     * Renews the login to a server.
     *
     * @param spent the access token that is not good any more, or not good enough
     */
    Renewed renew(ServerUrl server, Secret spent) throws InterruptedException {
        var lock = locks.take(server, PATIENCE);
        return lock.isPresent()
                ? locked(lock.get(), server, spent)
                : new Renewed.Unavailable(
                        "another process has been renewing the login for " + PATIENCE.toSeconds() + " seconds");
    }

    private Renewed locked(TokenLock lock, ServerUrl server, Secret spent) throws InterruptedException {
        try (lock) {
            var stored = files.read(server);
            if (stored.isEmpty()) {
                return new Renewed.NotPossible();
            }
            var token = stored.get();
            if (!token.accessToken().equals(spent) && token.isValidAt(clock.instant())) {
                return new Renewed.Fresh(token);
            }
            var refresh = token.refreshToken();
            return refresh.isEmpty() ? new Renewed.NotPossible() : redeemed(server, token, refresh.get());
        }
    }

    private Renewed redeemed(ServerUrl server, StoredToken token, Secret refresh) throws InterruptedException {
        var issuer = Issuer.parse(token.issuer());
        if (issuer.isEmpty()) {
            return new Renewed.NotPossible();
        }
        return switch (servers.issuer(issuer.get())) {
            case DiscoveryResult.Unresolved unresolved -> new Renewed.Unavailable(lastStep(unresolved));
            case DiscoveryResult.Resolved(var found, var _) -> presented(found.metadata(), server, token, refresh);
        };
    }

    private static String lastStep(DiscoveryResult.Unresolved unresolved) {
        return unresolved.trace().isEmpty()
                ? "the authorization server cannot be found"
                : unresolved.trace().getFirst().toString();
    }

    private Renewed presented(AuthorizationServerMetadata metadata, ServerUrl server, StoredToken token, Secret refresh)
            throws InterruptedException {
        var client = new ClientAuthentication.Public(
                token.client().map(ClientId::new).orElse(ProgramClient.ID));
        var grant = new TokenGrant.Refresh(refresh, Optional.empty());
        var outcome = tokens.ask(metadata.tokenEndpoint(), client, grant, Deadline.after(LIMIT, clock));
        return switch (outcome) {
            case TokenOutcome.Issued(var issued) -> stored(server, token, issued);
            case TokenOutcome.Failed(TokenFailure.InvalidGrant(var text)) -> {
                forget(server, token);
                yield new Renewed.Refused(text);
            }
            case TokenOutcome.Failed(TokenFailure.Unavailable unavailable) ->
                new Renewed.Unavailable(unavailable.text());
            case TokenOutcome.Failed(var failure) -> new Renewed.Refused(failure.text());
        };
    }

    private Renewed stored(ServerUrl server, StoredToken token, TokenSet issued) {
        var renewed = token.renewed(issued, clock.instant());
        try {
            files.write(server, renewed);
            return new Renewed.Fresh(renewed);
        } catch (TokenFileFailure e) {
            // The old refresh token is spent, and the new one lasts as long as this process.
            return new Renewed.Unavailable(
                    "the renewed login cannot be kept: " + e.getMessage() + "; free space, then log in again");
        }
    }

    /** What is left of a login whose refresh token is refused. */
    private void forget(ServerUrl server, StoredToken token) {
        if (token.isValidAt(clock.instant())) {
            files.write(server, token.withoutRefreshToken());
        } else {
            files.delete(server);
        }
    }
}

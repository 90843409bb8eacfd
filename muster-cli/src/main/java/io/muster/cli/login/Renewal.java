package io.muster.cli.login;

import io.muster.cli.token.ServerUrl;
import io.muster.cli.token.StoredToken;
import io.muster.cli.token.TokenFileFailure;
import io.muster.cli.token.TokenFiles;
import io.muster.cli.token.TokenLock;
import io.muster.oauth.ClientId;
import io.muster.oauth.Issuer;
import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import io.muster.oauth.discovery.DiscoveryResult;
import io.muster.oauth.metadata.AuthorizationServerMetadata;
import io.muster.oauth.token.ClientCredentials;
import io.muster.oauth.token.TokenClient;
import io.muster.oauth.token.TokenFailure;
import io.muster.oauth.token.TokenResult;
import io.muster.oauth.token.TokenSet;
import io.muster.wire.outbound.OutboundClient;
import io.muster.wire.time.Scheduler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Redeems refresh tokens. Of all processes one does it at a time, under the lock of the file, and looks first whether
 * another has been faster: a refresh token that is presented twice ends the session.
 */
final class Renewal {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TokenFiles files;
    private final AuthorizationServers servers;
    private final TokenClient tokens;
    private final FileLocks locks;
    private final InstantSource clock;

    Renewal(TokenFiles files, OutboundClient http, Scheduler scheduler, InstantSource clock) {
        this.files = files;
        this.servers = new AuthorizationServers(http, clock);
        this.tokens = servers.tokens();
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
            return token.refreshToken().isEmpty() ? new Renewed.NotPossible() : redeemed(server, token);
        }
    }

    private Renewed redeemed(ServerUrl server, StoredToken token) throws InterruptedException {
        var issuer = Issuer.parse(token.issuer());
        if (issuer.isEmpty()) {
            return new Renewed.NotPossible();
        }
        return switch (servers.issuer(issuer.get())) {
            case DiscoveryResult.Unresolved unresolved -> new Renewed.Unavailable(lastStep(unresolved));
            case DiscoveryResult.Resolved(var found, var _) -> presented(found.metadata(), server, token);
        };
    }

    private static String lastStep(DiscoveryResult.Unresolved unresolved) {
        return unresolved.trace().isEmpty()
                ? "the authorization server cannot be found"
                : unresolved.trace().getFirst().toString();
    }

    private Renewed presented(AuthorizationServerMetadata metadata, ServerUrl server, StoredToken token)
            throws InterruptedException {
        var client =
                new ClientCredentials.Public(token.client().map(ClientId::new).orElse(ProgramClient.ID));
        var request = new TokenClient.Request(metadata.tokenEndpoint(), client, Optional.empty(), Scopes.NONE);
        return switch (tokens.refresh(request, token.issued())) {
            case TokenResult.Issued(var issued) -> stored(server, token, issued);
            case TokenResult.Failed(TokenFailure.InvalidGrant(var text)) -> {
                forget(server, token);
                yield new Renewed.Refused(text);
            }
            case TokenResult.Failed(TokenFailure.Unavailable unavailable) ->
                new Renewed.Unavailable(unavailable.text());
            case TokenResult.Failed(var failure) -> new Renewed.Refused(failure.text());
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

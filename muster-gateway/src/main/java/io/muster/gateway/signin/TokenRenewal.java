package io.muster.gateway.signin;

import io.muster.gateway.lease.CredentialSource.Acquired;
import io.muster.gateway.lease.FailureClass;
import io.muster.oauth.SessionId;
import io.muster.oauth.store.StoreLock;
import io.muster.oauth.store.StoreUnavailable;
import io.muster.oauth.token.TokenClient;
import io.muster.oauth.token.TokenFailure;
import io.muster.oauth.token.TokenResult;
import io.muster.oauth.token.TokenSet;
import io.muster.wire.time.Deadline;
import io.muster.wire.time.Scheduler;
import io.muster.wire.time.TimedWait;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews stored tokens with their refresh tokens (RFC 6749 section 6). Of many who want the same renewed at the same time,
 * one asks the authorization server; those of other replicas wait for it and take over what it stored. A caller that gives
 * up does not stop what is under way. Thread-safe.
 */
final class TokenRenewal {
    private static final Logger log = LoggerFactory.getLogger(TokenRenewal.class);
    private static final Duration SOON = Duration.ofSeconds(1);

    private final TokenVault vault;
    private final TokenClient client;
    private final Clients clients;
    private final StoreLock lock;
    private final Consumer<Unknown> unknown;
    private final SignInMeters meters;
    private final InstantSource clock;
    private final Scheduler scheduler;
    private final Map<Flight, CompletableFuture<Renewed>> flights = new HashMap<>();

    /** What is renewed by one flight. */
    private record Flight(SessionId session, TokenKey token) {}

    /** The authorization server does not know the client of these tokens. */
    record Unknown(String backend, StoredTokens stored) {}

    /** What a renewal came to. */
    sealed interface Renewed {
        record Tokens(StoredTokens stored) implements Renewed {}

        record Not(Acquired.Failed failure) implements Renewed {
            static Not of(FailureClass kind) {
                return new Not(Acquired.Failed.of(kind));
            }

            static Not unavailable(Optional<Duration> retryAfter) {
                return new Not(new Acquired.Failed(FailureClass.PROVIDER_UNAVAILABLE, retryAfter));
            }
        }
    }

    /** @param unknown hears of tokens whose client the authorization server does not know */
    TokenRenewal(
            TokenVault vault,
            TokenClient client,
            Clients clients,
            StoreLock lock,
            Consumer<Unknown> unknown,
            SignInMeters meters,
            InstantSource clock,
            Scheduler scheduler) {
        this.vault = vault;
        this.client = client;
        this.clients = clients;
        this.lock = lock;
        this.unknown = unknown;
        this.meters = meters;
        this.clock = clock;
        this.scheduler = scheduler;
    }

    /**
     * Another access token than the one that was seen.
     *
     * @param backend for whom; a name for figures and logs
     */
    Renewed renew(SessionId session, String backend, StoredTokens seen, Deadline deadline) throws InterruptedException {
        var key = new Flight(session, seen.key());
        CompletableFuture<Renewed> joined;
        synchronized (flights) {
            joined = flights.get(key);
            if (joined == null) {
                var own = new CompletableFuture<Renewed>();
                flights.put(key, own);
                joined = own;
                Thread.ofVirtual().name("token renewal").start(() -> fly(key, backend, seen, own));
            }
        }
        return TimedWait.await(joined, deadline.left(clock.instant()), scheduler)
                ? joined.resultNow()
                : Renewed.Not.unavailable(Optional.empty());
    }

    private void fly(Flight key, String backend, StoredTokens seen, CompletableFuture<Renewed> flight) {
        Renewed renewed = Renewed.Not.unavailable(Optional.empty());
        try {
            renewed = exclusively(key.session(), backend, seen);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (StoreUnavailable e) {
            log.atDebug().addKeyValue("backend", backend).setCause(e).log("no renewal without the store");
        } catch (RuntimeException e) {
            log.atError().addKeyValue("backend", backend).setCause(e).log("a renewal of tokens failed");
        } finally {
            synchronized (flights) {
                flights.remove(key);
            }
            meters.refreshed(backend, renewed);
            flight.complete(renewed);
        }
    }

    private Renewed exclusively(SessionId session, String backend, StoredTokens seen) throws InterruptedException {
        // Derived tokens and those they come from have one refresh token among them.
        try (var held =
                lock.take(lockOf(session, seen.parent().orElse(seen.key()))).orElse(null)) {
            var current = vault.find(session, seen.key());
            if (current.isEmpty()) {
                return Renewed.Not.of(FailureClass.SIGNED_OUT);
            }
            if (current.get().generation() > seen.generation()) {
                return new Renewed.Tokens(current.get());
            }
            return held == null ? Renewed.Not.unavailable(Optional.of(SOON)) : renewed(session, backend, current.get());
        }
    }

    /** Many servers take the second use of a refresh token for a theft. */
    private static String lockOf(SessionId session, TokenKey token) {
        return session.value() + "|" + token.field();
    }

    private Renewed renewed(SessionId session, String backend, StoredTokens current) throws InterruptedException {
        var root = current.parent().map(key -> vault.find(session, key)).orElse(Optional.of(current));
        var identity = root.flatMap(clients::of);
        if (root.isEmpty()
                || identity.isEmpty()
                || root.get().tokens().refreshToken().isEmpty()) {
            return Renewed.Not.of(FailureClass.PROVIDER_REFUSED);
        }
        var request = new TokenClient.Request(
                current.tokenEndpoint(),
                identity.get().credentials(),
                current.told(),
                current.tokens().scopes());
        var result = current.parent().isPresent()
                ? client.derive(request, root.get().tokens())
                : client.refresh(request, current.tokens());
        return switch (result) {
            case TokenResult.Issued(var tokens) -> new Renewed.Tokens(issued(session, current, root.get(), tokens));
            case TokenResult.Failed(var failure) -> failed(session, backend, root.get(), failure);
        };
    }

    private StoredTokens issued(SessionId session, StoredTokens current, StoredTokens root, TokenSet tokens) {
        var now = clock.instant();
        if (current.parent().isEmpty()) {
            var renewed = current.renewed(tokens, now);
            vault.replace(session, renewed);
            return renewed;
        }
        rotated(session, root, tokens);
        var renewed = current.renewed(tokens.withoutRefreshToken(), now);
        vault.replace(session, renewed);
        return renewed;
    }

    /** The refresh token that came with a derived token belongs to where the last one was. */
    private void rotated(SessionId session, StoredTokens root, TokenSet tokens) {
        var next = tokens.refreshToken().or(() -> root.tokens().refreshToken());
        if (!next.equals(root.tokens().refreshToken())) {
            vault.replace(session, root.withRefresh(root.tokens().withRefreshToken(next), "ok"));
        }
    }

    private Renewed failed(SessionId session, String backend, StoredTokens root, TokenFailure failure) {
        log.atInfo()
                .addKeyValue("session", session)
                .addKeyValue("backend", backend)
                .addKeyValue("issuer", root.key().issuer())
                .addKeyValue("reason", failure.text())
                .log("the authorization server did not renew a token");
        return switch (failure) {
            case TokenFailure.InvalidGrant _ -> spent(session, root);
            case TokenFailure.InvalidClient _ -> {
                unknown.accept(new Unknown(backend, root));
                yield spent(session, root);
            }
            case TokenFailure.Refused _ -> Renewed.Not.of(FailureClass.PROVIDER_REFUSED);
            case TokenFailure.Unavailable(var retryAfter, var _) -> Renewed.Not.unavailable(retryAfter);
            // What it says is not to be believed, so neither is that the token is not good.
            case TokenFailure.Unusable _ -> Renewed.Not.unavailable(Optional.empty());
        };
    }

    /** The refresh token is not good any more, unless somebody has used it whose lock had run out. */
    private Renewed spent(SessionId session, StoredTokens root) {
        var stored = vault.find(session, root.key());
        var rotated = stored.filter(
                now -> !now.tokens().refreshToken().equals(root.tokens().refreshToken()));
        if (rotated.isPresent()) {
            return Renewed.Not.unavailable(Optional.of(SOON));
        }
        vault.replace(session, root.withRefresh(root.tokens().withoutRefreshToken(), "invalid_grant"));
        return Renewed.Not.of(FailureClass.PROVIDER_REFUSED);
    }

    /**
     * A token for another resource with the refresh token of a record, which keeps it.
     *
     * @return the tokens without a refresh token; empty when the authorization server gives none
     */
    Optional<TokenSet> derive(SessionId session, StoredTokens from, TokenClient.Request request)
            throws InterruptedException {
        try (var held = lock.take(lockOf(session, from.key())).orElse(null)) {
            var root = vault.find(session, from.key()).filter(known -> held != null);
            if (root.isEmpty() || root.get().tokens().refreshToken().isEmpty()) {
                return Optional.empty();
            }
            if (client.derive(request, root.get().tokens()) instanceof TokenResult.Issued(var tokens)) {
                rotated(session, root.get(), tokens);
                return Optional.of(tokens.withoutRefreshToken());
            }
            return Optional.empty();
        }
    }
}

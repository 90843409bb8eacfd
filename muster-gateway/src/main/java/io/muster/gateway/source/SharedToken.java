package io.muster.gateway.source;

import io.muster.gateway.lease.CredentialSource.Acquired;
import io.muster.oauth.SessionId;
import io.muster.oauth.store.StoreLock;
import io.muster.oauth.store.StoreUnavailable;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The exchanged token of one lease, which other processes may have obtained. What the lease has had it never gets again: it
 * asks because that was refused, or is about to end. Without an answer of the store the lease is on its own. One thread at a
 * time.
 */
final class SharedToken {
    private static final Logger log = LoggerFactory.getLogger(SharedToken.class);
    private static final long NONE = 0;

    private final ExchangedTokens tokens;
    private final SessionId session;
    private final String backend;
    private final InstantSource clock;
    private volatile long handedOut = NONE;

    SharedToken(ExchangedTokens tokens, SessionId session, String backend, InstantSource clock) {
        this.tokens = tokens;
        this.session = session;
        this.backend = backend;
        this.clock = clock;
    }

    /** Exchanges. */
    interface Exchanging {
        Acquired token() throws InterruptedException;
    }

    /**
     * A token that is in the store, or another one.
     *
     * @param terms what it is for
     * @param fresh whether the first one must not come from the store
     */
    Acquired acquire(String terms, boolean fresh, Exchanging exchanging) throws InterruptedException {
        var known = stored(terms, fresh);
        if (known.isPresent()) {
            return handed(known.get());
        }
        var held = lock();
        try {
            var meanwhile = stored(terms, fresh);
            return meanwhile.isPresent() ? handed(meanwhile.get()) : obtained(terms, exchanging.token());
        } finally {
            release(held);
        }
    }

    private Optional<ExchangedToken> stored(String terms, boolean fresh) {
        if (fresh && handedOut == NONE) {
            return Optional.empty();
        }
        try {
            return tokens.find(session, backend)
                    .filter(token -> token.terms().equals(terms)
                            && token.generation() > handedOut
                            && token.isFreshAt(clock.instant()));
        } catch (StoreUnavailable e) {
            return without(e);
        }
    }

    private Acquired handed(ExchangedToken token) {
        handedOut = token.generation();
        return new Acquired.Token(token.token(), token.expiresAt());
    }

    private Acquired obtained(String terms, Acquired acquired) {
        if (!(acquired instanceof Acquired.Token(var token, var expiresAt))) {
            return acquired;
        }
        var now = clock.instant();
        handedOut = Math.max(handedOut + 1, now.toEpochMilli());
        try {
            var before = tokens.find(session, backend)
                    .map(ExchangedToken::generation)
                    .orElse(NONE);
            handedOut = Math.max(handedOut, before + 1);
            tokens.keep(session, backend, new ExchangedToken(terms, handedOut, token, now, expiresAt));
        } catch (StoreUnavailable e) {
            without(e);
        }
        return acquired;
    }

    private StoreLock.@Nullable Held lock() throws InterruptedException {
        try {
            return tokens.lock(session, backend).orElse(null);
        } catch (StoreUnavailable e) {
            return this.<StoreLock.Held>without(e).orElse(null);
        }
    }

    /** One that cannot be given back runs out. */
    private void release(StoreLock.@Nullable Held held) {
        if (held != null) {
            try {
                held.close();
            } catch (StoreUnavailable e) {
                without(e);
            }
        }
    }

    private <T> Optional<T> without(StoreUnavailable failure) {
        log.atDebug()
                .addKeyValue("backend", backend)
                .addKeyValue("reason", failure.getMessage())
                .log("a token is exchanged without looking at what others have");
        return Optional.empty();
    }
}

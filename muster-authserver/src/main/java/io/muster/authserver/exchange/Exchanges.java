package io.muster.authserver.exchange;

import io.muster.authserver.provider.ProviderFailure;
import io.muster.authserver.provider.ProviderFailure.Kind;
import io.muster.authserver.provider.TokenExchangeClient.Exchanged;
import io.muster.authserver.store.TokenHash;
import io.muster.oauth.ClientId;
import io.muster.oauth.Scopes;
import io.muster.oauth.Subject;
import io.muster.wire.time.Deadline;
import io.muster.wire.time.Scheduler;
import io.muster.wire.time.TimedWait;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Results of exchanges, kept as long as they can be used. Of all who ask for the same at the same time one causes an
 * exchange; it runs on a thread of its own, so that a caller that gives up does not take it from the others. Thread-safe.
 */
final class Exchanges {
    static final Duration LIMIT = Duration.ofSeconds(30);

    /** What is about to expire helps nobody. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private static final int MOST = 10_000;

    private final InstantSource clock;
    private final Scheduler scheduler;
    private final ConcurrentMap<Key, CompletableFuture<Exchanged>> running = new ConcurrentHashMap<>();
    private final Map<Key, Exchanged> results = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Exchanged> eldest) {
            return size() > MOST;
        }
    };

    Exchanges(InstantSource clock, Scheduler scheduler) {
        this.clock = clock;
        this.scheduler = scheduler;
    }

    /**
     * All that a result depends on. Leaving any of it out would give one party what was issued for another.
     *
     * @param client for which the exchange is
     * @param issuer who vouches for the subject
     * @param token that was exchanged: whoever shows a new one starts anew
     */
    record Key(
            URI endpoint,
            Optional<String> connector,
            Scopes scopes,
            ClientId client,
            String issuer,
            Subject subject,
            TokenHash token) {}

    /** An exchange. */
    interface Work {
        Exchanged run(Deadline deadline) throws InterruptedException;
    }

    /**
     * A result that lasts a while.
     *
     * @throws ProviderFailure when there is none
     */
    Exchanged result(Key key, Work work) throws InterruptedException {
        var known = known(key);
        if (known.isPresent()) {
            return known.get();
        }
        var own = new CompletableFuture<Exchanged>();
        var others = running.putIfAbsent(key, own);
        if (others == null) {
            Thread.ofVirtual().name("token-exchange").start(() -> run(key, work, own));
        }
        var awaited = others == null ? own : others;
        if (!TimedWait.await(awaited, LIMIT, scheduler)) {
            throw new ProviderFailure(Kind.UNAVAILABLE, "exchange_timeout", "the exchange takes too long");
        }
        if (awaited.isCompletedExceptionally()) {
            throw failure(awaited.exceptionNow());
        }
        return awaited.resultNow();
    }

    private Optional<Exchanged> known(Key key) {
        synchronized (results) {
            var result = results.get(key);
            if (result != null && !lasts(result, clock.instant())) {
                results.remove(key);
            }
            return Optional.ofNullable(results.get(key));
        }
    }

    private static boolean lasts(Exchanged result, Instant now) {
        return result.expiry()
                .filter(expiry -> expiry.isAfter(now.plus(MARGIN)))
                .isPresent();
    }

    private void run(Key key, Work work, CompletableFuture<Exchanged> outcome) {
        try {
            // Somebody may have finished between the look at what is known and the start of this thread.
            var known = known(key);
            var result = known.isPresent() ? known.get() : work.run(Deadline.after(LIMIT, clock));
            keep(key, result);
            running.remove(key, outcome);
            outcome.complete(result);
        } catch (RuntimeException | InterruptedException | Error e) {
            running.remove(key, outcome);
            outcome.completeExceptionally(e);
        }
    }

    private void keep(Key key, Exchanged result) {
        if (lasts(result, clock.instant())) {
            synchronized (results) {
                results.put(key, result);
            }
        }
    }

    private static RuntimeException failure(Throwable cause) {
        return cause instanceof ProviderFailure failure
                ? new ProviderFailure(failure.kind(), failure.reason(), String.valueOf(failure.getMessage()), failure)
                : new IllegalStateException("a token could not be exchanged", cause);
    }
}

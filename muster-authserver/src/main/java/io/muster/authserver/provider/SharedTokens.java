package io.muster.authserver.provider;

import io.muster.authserver.store.ProviderTokenStore;
import io.muster.authserver.store.ProviderTokens;
import io.muster.oauth.Subject;
import io.muster.oauth.store.StoreUnavailable;
import io.muster.wire.time.Deadline;
import io.muster.wire.time.Scheduler;
import io.muster.wire.time.TimedWait;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The tokens of all users at the identity provider, one set per user for all sessions and processes. Providers take a
 * refresh token once and give a new one, so of all who want fresh tokens of a user one asks the provider; the others get
 * what it got.
 *
 * <p>A refresh runs on a thread of its own: a caller that gives up does not stop it, because the provider may have taken
 * the refresh token already. Thread-safe.
 */
public final class SharedTokens implements FreshTokens {
    private static final Duration LOGIN_WAIT = Duration.ofSeconds(2);

    /** Joining somebody else's refresh can yield what the caller has seen already; the second one then is its own. */
    private static final int MOST_RUNS = 3;

    private final ProviderTokenStore store;
    private final TokenRefresh refresh;
    private final Duration keep;
    private final InstantSource clock;
    private final Scheduler scheduler;
    private final ConcurrentMap<Subject, CompletableFuture<TokenRefresh.Run>> running = new ConcurrentHashMap<>();

    /** @param keep how long tokens are stored: as long as a session can live without being used */
    public SharedTokens(
            ProviderTokenStore store,
            IdentityProvider provider,
            Duration keep,
            InstantSource clock,
            Scheduler scheduler) {
        this.store = store;
        this.refresh = new TokenRefresh(store, provider, keep, clock, scheduler);
        this.keep = keep;
        this.clock = clock;
        this.scheduler = scheduler;
    }

    @Override
    public Freshness fresh(Subject subject) throws InterruptedException {
        return fresh(subject, Optional.empty());
    }

    @Override
    public Freshness fresh(Subject subject, ProviderTokens observed) throws InterruptedException {
        return fresh(subject, Optional.of(observed));
    }

    private Freshness fresh(Subject subject, Optional<ProviderTokens> observed) throws InterruptedException {
        var deadline = Deadline.after(TokenRefresh.BUDGET, clock);
        for (var runs = 0; runs < MOST_RUNS; runs++) {
            var run = joined(subject, observed, deadline);
            if (run.isEmpty()) {
                return new Freshness.Unavailable();
            }
            if (run.get().renewed() || suits(run.get().outcome(), observed)) {
                return run.get().outcome();
            }
        }
        return new Freshness.Unavailable();
    }

    /** What another caller found fresh may be the very thing that this one has seen. */
    private boolean suits(Freshness outcome, Optional<ProviderTokens> observed) {
        return !(outcome instanceof Freshness.Fresh(var tokens))
                || tokens.refreshToken().isEmpty()
                || TokenMerge.fresh(tokens, observed, clock.instant());
    }

    private Optional<TokenRefresh.Run> joined(Subject subject, Optional<ProviderTokens> observed, Deadline deadline)
            throws InterruptedException {
        var own = new CompletableFuture<TokenRefresh.Run>();
        var others = running.putIfAbsent(subject, own);
        if (others == null) {
            Thread.ofVirtual().name("token-refresh").start(() -> run(subject, observed, own));
        }
        var awaited = others == null ? own : others;
        if (!TimedWait.await(awaited, deadline.left(clock.instant()), scheduler)) {
            return Optional.empty();
        }
        if (awaited.isCompletedExceptionally()) {
            throw failure(awaited.exceptionNow());
        }
        return Optional.of(awaited.resultNow());
    }

    private static RuntimeException failure(Throwable cause) {
        var message = "the tokens of a user could not be refreshed";
        return cause instanceof StoreUnavailable
                ? new StoreUnavailable(message, cause)
                : new IllegalStateException(message, cause);
    }

    private void run(Subject subject, Optional<ProviderTokens> observed, CompletableFuture<TokenRefresh.Run> result) {
        try {
            var run = refresh.run(subject, observed);
            running.remove(subject, result);
            result.complete(run);
        } catch (RuntimeException | InterruptedException | Error e) {
            running.remove(subject, result);
            result.completeExceptionally(e);
        }
    }

    /** What is stored, however old. */
    public Optional<ProviderTokens> find(Subject subject) {
        return store.find(subject);
    }

    /**
     * Stores what a login brought, so that it repairs all sessions of the user. It waits a moment for a refresh under way;
     * with a refresh token of its own it does not depend on it.
     */
    public void login(Subject subject, ProviderTokens tokens) throws InterruptedException {
        var deadline = Deadline.after(LOGIN_WAIT, clock);
        for (var pause = Duration.ofMillis(25); ; pause = TokenRefresh.longer(pause)) {
            var saved = refresh.locked(subject, lockedAt -> {
                save(subject, tokens);
                return true;
            });
            if (saved.isPresent()) {
                return;
            }
            if (deadline.passed(clock.instant())) {
                break;
            }
            TimedWait.pause(pause, scheduler);
        }
        if (tokens.refreshToken().isPresent()) {
            save(subject, tokens);
        }
    }

    private void save(Subject subject, ProviderTokens tokens) {
        var merged = tokens.refreshToken().isPresent()
                ? tokens
                : store.find(subject)
                        .map(old -> TokenMerge.loggedIn(old, tokens))
                        .orElse(tokens);
        store.save(subject, merged, clock.instant().plus(keep));
    }
}

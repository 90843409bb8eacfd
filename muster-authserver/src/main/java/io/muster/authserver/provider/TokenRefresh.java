package io.muster.authserver.provider;

import io.muster.authserver.store.ProviderTokenStore;
import io.muster.authserver.store.ProviderTokens;
import io.muster.oauth.Subject;
import io.muster.oauth.jose.JwtReader;
import io.muster.oauth.store.StoreUnavailable;
import io.muster.oauth.store.ValueTooLarge;
import io.muster.wire.time.Deadline;
import io.muster.wire.time.Scheduler;
import io.muster.wire.time.TimedWait;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One refresh of one user's tokens, coordinated with other processes: under the lock of the store, the stored refresh
 * token is sent to the provider once, and its successor is stored before anybody gets the new tokens. Who finds the lock
 * taken waits for what its holder stores.
 *
 * <p>A process that dies in between leaves a refresh token that the provider may refuse: then the tokens are removed, and
 * the user logs in again. The provider is not asked twice.
 */
final class TokenRefresh {
    private static final Logger log = LoggerFactory.getLogger(TokenRefresh.class);

    /** How long a caller waits, how long a call of the provider takes, how long writing back is tried. */
    static final Duration BUDGET = Duration.ofSeconds(10);

    private static final Duration LOCK_TTL = Duration.ofSeconds(25);
    private static final Duration TOO_LATE = LOCK_TTL.minus(BUDGET.multipliedBy(2));
    private static final Duration FIRST_PAUSE = Duration.ofMillis(25);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);

    private final ProviderTokenStore store;
    private final IdentityProvider provider;
    private final Duration keep;
    private final InstantSource clock;
    private final Scheduler scheduler;

    /** @param keep how long tokens are stored */
    TokenRefresh(
            ProviderTokenStore store,
            IdentityProvider provider,
            Duration keep,
            InstantSource clock,
            Scheduler scheduler) {
        this.store = store;
        this.provider = provider;
        this.keep = keep;
        this.clock = clock;
        this.scheduler = scheduler;
    }

    /**
     * What became of it.
     *
     * @param renewed whether the provider was asked; else the outcome is what was found
     */
    record Run(Freshness outcome, boolean renewed) {}

    /** What may be done while the lock is held. */
    interface Locked<T> {
        T run(Instant lockedAt) throws InterruptedException;
    }

    Run run(Subject subject, Optional<ProviderTokens> observed) throws InterruptedException {
        var deadline = Deadline.after(BUDGET, clock);
        var pause = FIRST_PAUSE;
        while (true) {
            var done = locked(subject, lockedAt -> underLock(subject, observed, lockedAt));
            if (done.isPresent()) {
                return done.get();
            }
            var found = store.find(subject);
            if (found.isPresent() && TokenMerge.fresh(found.get(), observed, clock.instant())) {
                return new Run(new Freshness.Fresh(found.get()), false);
            }
            if (deadline.passed(clock.instant())) {
                log.atWarn()
                        .addKeyValue("subject", subject)
                        .log("another process holds the lock of a user for too long");
                return new Run(new Freshness.Unavailable(), false);
            }
            TimedWait.pause(pause, scheduler);
            pause = longer(pause);
        }
    }

    /** Runs it under the lock of the user; nothing when somebody else has the lock. */
    <T> Optional<T> locked(Subject subject, Locked<T> work) throws InterruptedException {
        var lockedAt = clock.instant();
        var proof = store.lock(subject, LOCK_TTL);
        if (proof.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(work.run(lockedAt));
        } finally {
            unlock(subject, proof.get());
        }
    }

    static Duration longer(Duration pause) {
        var twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    }

    private void unlock(Subject subject, String proof) {
        try {
            store.unlock(subject, proof);
        } catch (StoreUnavailable e) {
            log.atWarn().addKeyValue("subject", subject).log("a lock could not be opened; it opens by itself");
        }
    }

    private Run underLock(Subject subject, Optional<ProviderTokens> observed, Instant lockedAt)
            throws InterruptedException {
        var found = store.find(subject);
        if (found.isEmpty()) {
            return new Run(new Freshness.Missing(), false);
        }
        var tokens = found.get();
        var now = clock.instant();
        if (TokenMerge.fresh(tokens, observed, now)) {
            return new Run(new Freshness.Fresh(tokens), false);
        }
        if (tokens.refreshToken().isEmpty()) {
            var usable = TokenMerge.usable(tokens, now);
            return new Run(usable ? new Freshness.Fresh(tokens) : new Freshness.Refused(), false);
        }
        if (now.isAfter(lockedAt.plus(TOO_LATE))) {
            // The lock could open before the provider has answered and the answer is stored.
            return new Run(new Freshness.Unavailable(), false);
        }
        return new Run(renew(subject, tokens), true);
    }

    private Freshness renew(Subject subject, ProviderTokens tokens) throws InterruptedException {
        try {
            var answer = provider.refresh(tokens.refreshToken().orElseThrow(), Deadline.after(BUDGET, clock));
            if (isOfSomebodyElse(subject, answer)) {
                log.atError().addKeyValue("subject", subject).log("the identity provider sent tokens of another user");
                return refused(subject, tokens);
            }
            return stored(subject, tokens, TokenMerge.renewed(tokens, answer, clock.instant()));
        } catch (ValueTooLarge e) {
            // The provider has taken the old refresh token, and the new one cannot be kept: the session is lost.
            log.atError().addKeyValue("subject", subject).log("tokens of a user are larger than what can be stored");
            return refused(subject, tokens);
        } catch (ProviderFailure e) {
            log.atWarn()
                    .addKeyValue("subject", subject)
                    .addKeyValue("reason", e.reason())
                    .setCause(e)
                    .log("the identity provider did not renew the tokens of a user");
            return e.kind() == ProviderFailure.Kind.REFUSED ? refused(subject, tokens) : new Freshness.Unavailable();
        }
    }

    /** A refreshed ID token is about the same person (OpenID Connect Core section 12.2). */
    private static boolean isOfSomebodyElse(Subject subject, ProviderTokens answer) {
        return answer.idToken()
                .flatMap(token -> JwtReader.read(token.reveal()))
                .filter(jwt -> !jwt.subject().equals(Optional.of(subject.value())))
                .isPresent();
    }

    /** The provider has taken the old refresh token: its successor must not get lost, so writing is tried for a while. */
    private Freshness stored(Subject subject, ProviderTokens begun, ProviderTokens renewed)
            throws InterruptedException {
        var deadline = Deadline.after(BUDGET, clock);
        var pause = FIRST_PAUSE;
        while (true) {
            try {
                return storedOnce(subject, begun, renewed);
            } catch (StoreUnavailable e) {
                if (deadline.passed(clock.instant())) {
                    throw e;
                }
                TimedWait.pause(pause, scheduler);
                pause = longer(pause);
            }
        }
    }

    /** A login that did not wait for the lock has newer tokens than this refresh, and a removal is not undone. */
    private Freshness storedOnce(Subject subject, ProviderTokens begun, ProviderTokens renewed) {
        var current = store.find(subject);
        if (current.isEmpty()) {
            return new Freshness.Missing();
        }
        if (TokenMerge.newer(current.get(), begun)) {
            // Either a login, or what an attempt to write before this one has stored after all.
            return new Freshness.Fresh(current.get());
        }
        store.save(subject, renewed, clock.instant().plus(keep));
        return new Freshness.Fresh(renewed);
    }

    private Freshness refused(Subject subject, ProviderTokens begun) {
        var current = store.find(subject);
        if (current.isPresent() && TokenMerge.newer(current.get(), begun)) {
            return new Freshness.Fresh(current.get());
        }
        store.remove(subject);
        return new Freshness.Refused();
    }
}

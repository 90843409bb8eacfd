package io.muster.authserver.resource;

import io.muster.authserver.provider.IdentityProvider;
import io.muster.authserver.provider.ProviderFailure;
import io.muster.authserver.store.TokenHash;
import io.muster.authserver.store.User;
import io.muster.oauth.Secret;
import io.muster.wire.time.Deadline;
import io.muster.wire.time.Scheduler;
import io.muster.wire.time.TimedWait;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks the identity provider who an access token belongs to. For one token at most one question is under way; who asks
 * meanwhile gets its answer. Thread-safe.
 */
final class UserInfoChecks {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int MOST = 10_000;

    private final IdentityProvider provider;
    private final UserInfoPolicy policy;
    private final InstantSource clock;
    private final Scheduler scheduler;
    private final Remembered<TokenHash, User> recent = new Remembered<>(MOST);
    private final Remembered<TokenHash, User> older = new Remembered<>(MOST);
    private final ConcurrentHashMap<TokenHash, CompletableFuture<Answer>> flights = new ConcurrentHashMap<>();

    /** What the provider says. */
    sealed interface Answer {
        Refused REFUSED = new Refused();
        Unknown UNKNOWN = new Unknown();

        record Belongs(User user) implements Answer {}

        /** The token is not good. */
        record Refused() implements Answer {}

        /** It does not answer, or nothing that could be believed. */
        record Unknown() implements Answer {}
    }

    UserInfoChecks(IdentityProvider provider, UserInfoPolicy policy, InstantSource clock, Scheduler scheduler) {
        this.provider = provider;
        this.policy = policy;
        this.clock = clock;
        this.scheduler = scheduler;
    }

    /** @param expiry of the access token, beyond which no answer is remembered */
    Answer whose(Secret accessToken, Instant expiry) throws InterruptedException {
        var key = TokenHash.of(accessToken);
        var known = recent.get(key, clock.instant());
        if (known.isPresent()) {
            return new Answer.Belongs(known.get());
        }
        var mine = new CompletableFuture<Answer>();
        var flight = flights.putIfAbsent(key, mine);
        if (flight != null) {
            return TimedWait.await(flight, LIMIT, scheduler) ? flight.getNow(Answer.UNKNOWN) : Answer.UNKNOWN;
        }
        try {
            var answer = asked(accessToken, key, expiry);
            mine.complete(answer);
            return answer;
        } finally {
            flights.remove(key, mine);
            mine.complete(Answer.UNKNOWN);
        }
    }

    private Answer asked(Secret accessToken, TokenHash key, Instant expiry) throws InterruptedException {
        try {
            var user = provider.userInfo(accessToken, Deadline.after(LIMIT, clock));
            var now = clock.instant();
            recent.put(key, user, earlier(now.plus(policy.ttl()), expiry), now);
            older.put(key, user, earlier(now.plus(policy.stale()), expiry), now);
            return new Answer.Belongs(user);
        } catch (ProviderFailure e) {
            if (e.kind() == ProviderFailure.Kind.REFUSED) {
                older.forget(key);
                return Answer.REFUSED;
            }
            return older.get(key, clock.instant())
                    .<Answer>map(Answer.Belongs::new)
                    .orElse(Answer.UNKNOWN);
        }
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}

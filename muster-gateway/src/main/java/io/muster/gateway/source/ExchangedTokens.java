package io.muster.gateway.source;

import io.muster.oauth.SessionId;
import io.muster.oauth.store.HashStore;
import io.muster.oauth.store.StoreLock;
import io.muster.wire.time.Scheduler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The tokens that were exchanged for sessions, in the store that processes share: what one obtained the others use too, so
 * that each is obtained once. Thread-safe; every method throws {@link io.muster.oauth.store.StoreUnavailable} when the store
 * gives no answer.
 */
public final class ExchangedTokens {
    /** What lives longer is exchanged again by whoever needs it after that. */
    private static final Duration KEPT = Duration.ofHours(1);

    /** Longer than an exchange takes that was begun before the end of its session. */
    private static final Duration LATE = Duration.ofMinutes(2);

    private static final String ENDED = "ended";

    private final HashStore store;
    private final StoreLock lock;
    private final InstantSource clock;

    public ExchangedTokens(HashStore store, RandomGenerator random, InstantSource clock, Scheduler scheduler) {
        this.store = store;
        this.lock = new StoreLock("sso:lock", store, random, clock, scheduler);
        this.clock = clock;
    }

    /** The token of one session for one backend. */
    SharedToken of(SessionId session, String backend) {
        return new SharedToken(this, session, backend, clock);
    }

    Optional<StoreLock.Held> lock(SessionId session, String backend) throws InterruptedException {
        return lock.take(session.value() + "|" + backend);
    }

    Optional<ExchangedToken> find(SessionId session, String backend) {
        return store.get(key(session), backend).flatMap(ExchangedToken.FORM::read);
    }

    void keep(SessionId session, String backend, ExchangedToken token) {
        store.put(key(session), backend, ExchangedToken.FORM.write(token), KEPT);
        if (store.get(ended(session), ENDED).isPresent()) {
            store.remove(key(session));
        }
    }

    /** The session has nothing to do with the backend any more, or is refused there. */
    void forget(SessionId session, String backend) {
        store.remove(key(session), backend);
    }

    /** Nothing of the session is left, and what is on its way comes too late. */
    void end(SessionId session) {
        store.put(ended(session), ENDED, "", LATE);
        store.remove(key(session));
    }

    private static String key(SessionId session) {
        return "sso:lease:" + session.value();
    }

    private static String ended(SessionId session) {
        return "sso:ended:" + session.value();
    }
}

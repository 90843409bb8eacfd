package io.muster.gateway.auth;

import io.muster.oauth.Subject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/** How often one user may begin logins: ten times in any minute. Thread-safe. */
final class LoginRate {
    private static final int MOST = 10;
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int MOST_USERS = 10_000;

    private final InstantSource clock;
    private final Map<Subject, Deque<Instant>> attempts = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Subject, Deque<Instant>> eldest) {
            return size() > MOST_USERS;
        }
    };

    LoginRate(InstantSource clock) {
        this.clock = clock;
    }

    /** How many more attempts there are now. */
    synchronized int remaining(Subject user) {
        var made = attempts.get(user);
        if (made == null) {
            return MOST;
        }
        var oldest = clock.instant().minus(WINDOW);
        while (!made.isEmpty() && !made.getFirst().isAfter(oldest)) {
            made.removeFirst();
        }
        if (made.isEmpty()) {
            attempts.remove(user);
        }
        return Math.max(0, MOST - made.size());
    }

    synchronized void count(Subject user) {
        attempts.computeIfAbsent(user, _ -> new ArrayDeque<>()).addLast(clock.instant());
    }

    /** Who has succeeded starts anew. */
    synchronized void forget(Subject user) {
        attempts.remove(user);
    }
}

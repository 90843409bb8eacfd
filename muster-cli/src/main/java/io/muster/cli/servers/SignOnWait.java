package io.muster.cli.servers;

import io.muster.cli.servers.BackendStatus.State;
import io.muster.wire.time.Deadline;
import io.muster.wire.time.Scheduler;
import io.muster.wire.time.TimedWait;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Waits for single sign-on, which Muster attempts by itself once somebody has logged in. Never fails. */
public record SignOnWait(Scheduler scheduler, InstantSource clock) {
    private static final Duration STEP = Duration.ofMillis(500);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    /** So long a session is too young for a missing login to mean anything. */
    private static final Duration YOUTH = Duration.ofSeconds(15);

    /** Hears how it goes on. */
    public interface Watcher {
        /** @param all servers with single sign-on */
        void connected(int some, int all);
    }

    /** What came of it. */
    public sealed interface Result {
        /** There is no server with single sign-on. */
        record Nothing() implements Result {}

        /** @param failed names of the servers for which it failed */
        record Settled(List<String> failed) implements Result {}

        /** Some servers are under way still. */
        record Unsettled() implements Result {}
    }

    /** Waits for at most half a minute. */
    public Result await(Session session, Watcher watcher) throws InterruptedException {
        var begin = clock.instant();
        var deadline = Deadline.after(LIMIT, clock);
        var known = glance(session).map(SessionStatus::singleSignOn).orElse(List.of());
        if (known.isEmpty()) {
            return new Result.Nothing();
        }
        while (true) {
            watcher.connected(
                    (int) known.stream().filter(BackendStatus::isConnected).count(), known.size());
            var now = clock.instant();
            if (known.stream().noneMatch(server -> isPending(server, begin, now))) {
                return new Result.Settled(known.stream()
                        .filter(SignOnWait::isFailed)
                        .map(BackendStatus::name)
                        .toList());
            }
            if (deadline.passed(now)) {
                return new Result.Unsettled();
            }
            TimedWait.pause(STEP, scheduler);
            known = glance(session).map(SessionStatus::singleSignOn).orElse(known);
        }
    }

    /** Waits until one server is no longer in between. */
    public Optional<BackendStatus> await(Session session, String server) throws InterruptedException {
        var deadline = Deadline.after(LIMIT, clock);
        while (true) {
            var known = glance(session).flatMap(status -> status.find(server));
            var settled = known.filter(found -> found.state() != State.SSO_PENDING);
            if (settled.isPresent() || deadline.passed(clock.instant())) {
                return known;
            }
            TimedWait.pause(STEP, scheduler);
        }
    }

    /** Nothing follows from an answer that did not come. */
    private static Optional<SessionStatus> glance(Session session) throws InterruptedException {
        try {
            return Optional.of(session.status());
        } catch (StatusUnavailable unknown) {
            return Optional.empty();
        }
    }

    private static boolean isPending(BackendStatus server, Instant begin, Instant now) {
        return server.state() == State.SSO_PENDING
                || (server.state() == State.AUTH_REQUIRED
                        && !server.isSingleSignOnFailed()
                        && now.isBefore(begin.plus(YOUTH)));
    }

    private static boolean isFailed(BackendStatus server) {
        return server.isLoginMissing() || server.isSingleSignOnFailed() || server.state() == State.FAILED;
    }
}

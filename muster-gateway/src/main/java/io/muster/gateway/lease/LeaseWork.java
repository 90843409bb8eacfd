package io.muster.gateway.lease;

import io.muster.gateway.lease.BackendOpener.Attempt;
import io.muster.gateway.lease.CredentialSource.Acquired;
import io.muster.gateway.lease.LeaseEvent.Trouble;
import io.muster.gateway.lease.LeaseEvent.Unrenewed;
import io.muster.wire.time.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what takes time for one lease, each piece on a thread of its own, and reports what came of it. */
final class LeaseWork {
    private static final Logger log = LoggerFactory.getLogger(LeaseWork.class);

    /** How long a token, a connection or an answer may take. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final Duration PING_LIMIT = Duration.ofSeconds(10);

    private final CredentialLease lease;
    private final CredentialSource source;
    private final Optional<SubjectCredentials> subject;
    private final BackendOpener opener;
    private final LeaseSurroundings surroundings;

    LeaseWork(
            CredentialLease lease,
            CredentialSource source,
            Optional<SubjectCredentials> subject,
            BackendOpener opener,
            LeaseSurroundings surroundings) {
        this.lease = lease;
        this.source = source;
        this.subject = subject;
        this.opener = opener;
        this.surroundings = surroundings;
    }

    /** Blocking work. */
    private interface Task {
        void run() throws InterruptedException;
    }

    void refreshSubject(long number) {
        begin(
                () -> {
                    var outcome = subject.orElseThrow().renew(limit(LIMIT));
                    outcome.why()
                            .ifPresent(
                                    why -> lease.post(new LeaseEvent.RefreshFailed(number, why, outcome.retryAfter())));
                },
                () -> lease.post(new LeaseEvent.RefreshFailed(number, Unrenewed.UNAVAILABLE, Optional.empty())));
    }

    void acquire(long number, boolean fresh) {
        begin(
                () -> lease.post(event(number, source.acquire(fresh, limit(LIMIT)))),
                () -> lease.post(
                        new LeaseEvent.AcquireFailed(number, FailureClass.PROVIDER_UNAVAILABLE, Optional.empty())));
    }

    private static LeaseEvent event(long number, Acquired acquired) {
        return switch (acquired) {
            case Acquired.Token(var token, var expiresAt) -> new LeaseEvent.TokenAcquired(number, token, expiresAt);
            case Acquired.Failed(var kind, var retryAfter) -> new LeaseEvent.AcquireFailed(number, kind, retryAfter);
        };
    }

    void open(long number) {
        begin(
                () -> {
                    switch (opener.open(lease.line(number), limit(LIMIT))) {
                        case Attempt.Opened(var connection) -> lease.opened(number, connection);
                        case Attempt.Refused _ -> lease.post(new LeaseEvent.OpenFailed(number, Trouble.REFUSED));
                        case Attempt.Unreachable _ ->
                            lease.post(new LeaseEvent.OpenFailed(number, Trouble.UNREACHABLE));
                    }
                },
                () -> lease.post(new LeaseEvent.OpenFailed(number, Trouble.UNREACHABLE)));
    }

    /** Cancelling the task ends the stream. */
    FutureTask<Void> listen(long number, BackendOpener.Connection connection) {
        var task = task(
                () -> lease.post(
                        new LeaseEvent.ListenerEnded(number, connection.listen().end())),
                () -> lease.post(new LeaseEvent.ListenerEnded(number, LeaseEvent.End.BROKEN)));
        surroundings.executor().execute(task);
        return task;
    }

    void ping(long number, BackendOpener.Connection connection) {
        begin(
                () -> {
                    var refusal = connection.ping(limit(PING_LIMIT));
                    lease.post(refusal.<LeaseEvent>map(why -> new LeaseEvent.PingFailed(number, why.trouble()))
                            .orElseGet(() -> new LeaseEvent.PingAnswered(number)));
                },
                () -> lease.post(new LeaseEvent.PingFailed(number, Trouble.UNREACHABLE)));
    }

    private Deadline limit(Duration duration) {
        return Deadline.after(duration, surroundings.clock());
    }

    private void begin(Task work, Runnable failed) {
        surroundings.executor().execute(task(work, failed));
    }

    /** A piece of work that ends with a report, whatever happens in it. */
    private FutureTask<Void> task(Task work, Runnable failed) {
        return new FutureTask<>(() -> {
            try {
                work.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                failed.run();
            } catch (CredentialUnavailable e) {
                // The token ended, or was refused, while this was under way; the lease knows.
                failed.run();
            } catch (RuntimeException e) {
                log.atError()
                        .setCause(e)
                        .addKeyValue("session", lease.session())
                        .addKeyValue("backend", lease.backend())
                        .log("work for a lease failed");
                failed.run();
            }
            return null;
        });
    }
}

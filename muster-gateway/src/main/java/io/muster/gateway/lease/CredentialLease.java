package io.muster.gateway.lease;

import io.muster.gateway.backend.Mailbox;
import io.muster.oauth.SessionId;
import io.muster.wire.time.Deadline;
import io.muster.wire.time.Scheduler;
import io.muster.wire.time.TimedWait;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The right of one session to use one backend: a mailbox around {@link LeaseMachine}. Whatever happens is a task of the
 * mailbox; what takes time runs elsewhere and reports back as an event. Callers see the last state published, and get a
 * token only through it. Thread-safe.
 */
public final class CredentialLease implements AutoCloseable {
    /** Users of a connection that was replaced have that long to finish. */
    private static final Duration GRACE = Duration.ofSeconds(60);

    /** How often use is noted; interest lasts for an hour. */
    private static final Duration USE_NOTED = Duration.ofMinutes(1);

    private final SessionId session;
    private final String backend;
    private final Optional<SubjectCredentials> subject;
    private final LeaseSurroundings surroundings;
    private final LeaseWork work;
    private final Mailbox mailbox;
    private final Mailbox outside;
    private final Consumer<LeaseEvent> events = this::post;

    // Touched by the mailbox only.
    private final Map<Long, FutureTask<Void>> streams = new HashMap<>();
    private final List<CompletableFuture<Void>> waiting = new ArrayList<>();
    private Scheduler.@Nullable Timer timer;
    private @Nullable FailureClass told;

    private volatile Published published;
    /** Use is not noted again before then. */
    private volatile Instant useNotedUntil = Instant.MIN;

    /** The last generation that was refused: nobody gets it, not even before the mailbox knows. */
    private final AtomicLong refused = new AtomicLong();

    /**
     * What callers see.
     *
     * @param connection the one that belongs to the state
     * @param leave the same for every request under this state, so that none has to make its own
     */
    private record Published(LeaseState state, Optional<Shared> connection, Optional<LeaseAnswer.Granted> leave) {
        static Published of(LeaseState state, Optional<Shared> connection) {
            return new Published(
                    state,
                    connection,
                    connection.flatMap(shared -> state.holding()
                            .map(held -> new LeaseAnswer.Granted(held.token(), shared.connection(), shared::release))));
        }
    }

    /** @param onRecord whether the session is on record as authenticated for the backend */
    public CredentialLease(
            SessionId session,
            String backend,
            LeaseTerms terms,
            LeaseSource from,
            LeaseSurroundings surroundings,
            boolean onRecord) {
        this.session = session;
        this.backend = backend;
        this.subject = from.subject();
        this.surroundings = surroundings;
        this.work = new LeaseWork(this, from.source(), subject, from.opener(), surroundings);
        this.mailbox = new Mailbox(surroundings.executor());
        this.outside = new Mailbox(surroundings.executor());
        var seed = session.value().hashCode() * 31L + backend.hashCode();
        var created = onRecord
                ? LeaseMachine.found(
                        terms, from.basis(), seed, surroundings.clock().instant())
                : new LeaseMachine.Step(LeaseMachine.created(terms, from.basis(), seed), List.of());
        this.published = Published.of(created.state(), Optional.empty());
        mailbox.post(() -> created.effects().forEach(this::perform));
        // What changed before it was heard is told once more.
        subject.ifPresent(credentials -> {
            credentials.join(events);
            post(new LeaseEvent.BasisRenewed(credentials.basis()));
        });
    }

    public SessionId session() {
        return session;
    }

    public String backend() {
        return backend;
    }

    public LeaseKind kind() {
        return published.state().ledger().kind();
    }

    public LeaseStatus status() {
        return LeaseProjection.status(published.state(), surroundings.clock().instant());
    }

    /** Why it is not usable, if it is not. */
    public Optional<FailureClass> reason() {
        var seen = published;
        return isGrantable(seen) ? Optional.empty() : Optional.of(LeaseProjection.reason(seen.state()));
    }

    /** When the token that is held ends. */
    public Optional<Instant> expiresAt() {
        return published.state().token().map(UsableToken::expiresAt);
    }

    /**
     * Leave to send requests now. Waits, until the deadline, for a token or a connection that can be had without the
     * user; never for anything else.
     */
    public LeaseAnswer borrow(Deadline deadline) throws InterruptedException {
        noteUse();
        var now = granted();
        if (now.isPresent()) {
            return now.get();
        }
        var settled = new CompletableFuture<Void>();
        mailbox.post(() -> {
            waiting.add(settled);
            handle(new LeaseEvent.Used());
        });
        var left = deadline.left(surroundings.clock().instant());
        if (left.isPositive()) {
            TimedWait.await(settled, left, surroundings.scheduler());
        }
        return granted().<LeaseAnswer>map(grant -> grant).orElseGet(this::withheld);
    }

    /** The leave there is now, without waiting for anything. */
    public Optional<LeaseAnswer.Granted> granted() {
        var seen = published;
        return seen.connection().isPresent()
                        && isGrantable(seen)
                        && seen.connection().get().use()
                ? seen.leave()
                : Optional.empty();
    }

    private boolean isGrantable(Published seen) {
        var holding = seen.state().holding();
        return holding.isPresent() && isGood(holding.get().token());
    }

    private boolean isGood(UsableToken token) {
        return token.generation() > refused.get()
                && !token.expiredAt(surroundings.clock().instant());
    }

    private LeaseAnswer.Withheld withheld() {
        var state = published.state();
        var retryAt = Optional.of(LeaseTimes.wakeAt(state))
                .filter(at -> !at.equals(Instant.MAX) && state.holding().isEmpty());
        return new LeaseAnswer.Withheld(LeaseProjection.reason(state), retryAt);
    }

    private void noteUse() {
        var now = surroundings.clock().instant();
        if (now.isAfter(useNotedUntil)) {
            useNotedUntil = now.plus(USE_NOTED);
            post(new LeaseEvent.Used());
        }
    }

    /** A call was answered 401. */
    public void callRefused(UsableToken token) {
        refused.accumulateAndGet(token.generation(), Math::max);
        post(new LeaseEvent.CallRefused(token.generation()));
    }

    /** A call was answered 403 for no reason that it gave. */
    public void callForbidden(UsableToken token) {
        post(new LeaseEvent.CallForbidden(token.generation()));
    }

    /** A call was answered. Costs nothing unless there was doubt about the token. */
    public void callAnswered(UsableToken token) {
        var state = published.state();
        boolean doubted = state.ledger().refusals().count() > 0
                || state.holding().filter(held -> held.forbidden() > 0).isPresent();
        if (doubted) {
            post(new LeaseEvent.CallAnswered(token.generation()));
        }
    }

    /** Clients of the session are connected, or none is any more. */
    public void attached(boolean present) {
        post(new LeaseEvent.Attached(present));
    }

    /** The user signed in, or there is something else new to get tokens from. */
    public void renewed(Basis basis) {
        post(new LeaseEvent.BasisRenewed(basis));
    }

    public void signedOut() {
        post(new LeaseEvent.SignedOut());
    }

    public void redefined(LeaseTerms terms) {
        post(new LeaseEvent.Redefined(terms));
    }

    /** The backend answers again. */
    public void reachable() {
        post(new LeaseEvent.BackendReachable());
    }

    /** Closes the connection and leaves the record, from which the lease is made anew when it is needed. */
    public void park() {
        leaveSubject();
        post(new LeaseEvent.Parked());
    }

    /** Ends it for good: connection closed, record removed. */
    @Override
    public void close() {
        leaveSubject();
        post(new LeaseEvent.Ended());
    }

    private void leaveSubject() {
        subject.ifPresent(credentials -> credentials.leave(events));
    }

    void post(LeaseEvent event) {
        mailbox.post(() -> handle(event));
    }

    void opened(long number, BackendOpener.Connection connection) {
        mailbox.post(() -> {
            var shared = new Shared(number, connection, this::closeOutside);
            if (published.state().connection().equals(OptionalLong.of(number))) {
                published = Published.of(published.state(), Optional.of(shared));
            } else {
                shared.retire();
            }
            handle(new LeaseEvent.Opened(number));
        });
    }

    BackendOpener.Line line(long number) {
        return new BackendOpener.Line() {
            @Override
            public UsableToken token() {
                var state = published.state();
                return state.token()
                        .filter(token -> token.generation() > refused.get())
                        .orElseThrow(() -> new CredentialUnavailable(LeaseProjection.reason(state)));
            }

            @Override
            public void refused(UsableToken token) {
                callRefused(token);
            }

            @Override
            public void lost() {
                post(new LeaseEvent.ConnectionLost(number));
            }
        };
    }

    private void handle(LeaseEvent event) {
        var before = published.state();
        var now = surroundings.clock().instant();
        var step = LeaseMachine.next(before, event, now);
        var connection = published.connection();
        var kept = connection.filter(shared -> step.state().connection().equals(OptionalLong.of(shared.number())));
        published = Published.of(step.state(), kept);
        step.effects().forEach(this::perform);
        connection.filter(shared -> kept.isEmpty()).ifPresent(this::retire);
        if (!(step.state() instanceof LeaseState.Acquiring)) {
            waiting.forEach(settled -> settled.complete(null));
            waiting.clear();
        }
        if (differs(before, step.state(), now)) {
            outside.post(() -> surroundings.listener().changed(this));
        }
        tell(step.state());
    }

    private static boolean differs(LeaseState before, LeaseState after, Instant now) {
        return LeaseProjection.status(before, now) != LeaseProjection.status(after, now)
                || before.holding().isPresent() != after.holding().isPresent()
                || (after.holding().isPresent() && !before.connection().equals(after.connection()));
    }

    private void perform(LeaseEffect effect) {
        switch (effect) {
            case LeaseEffect.RefreshSubject(var number) -> work.refreshSubject(number);
            case LeaseEffect.Acquire(var number, var fresh) -> work.acquire(number, fresh);
            case LeaseEffect.Open(var number) -> work.open(number);
            // The connection is retired when the state without it is published.
            case LeaseEffect.Close _ -> {}
            case LeaseEffect.Listen(var number, var _) ->
                published
                        .connection()
                        .ifPresent(shared -> streams.put(number, work.listen(number, shared.connection())));
            case LeaseEffect.Unlisten(var number) ->
                Optional.ofNullable(streams.remove(number)).ifPresent(stream -> stream.cancel(true));
            case LeaseEffect.Ping(var number, var _) ->
                published.connection().ifPresent(shared -> work.ping(number, shared.connection()));
            case LeaseEffect.Arm(var at) -> arm(at);
            case LeaseEffect.Disarm _ -> disarm();
            case LeaseEffect.Remember(var authenticated) ->
                outside.post(() -> surroundings.records().remember(session, backend, authenticated));
            case LeaseEffect.Warn(var failure) -> surroundings.log().warn(session, backend, failure);
            case LeaseEffect.Recovered(var kind) -> surroundings.log().recovered(session, backend, kind);
        }
    }

    /** A token that is replaced in time, and an attempt that follows another one, are nothing to tell. */
    private void tell(LeaseState state) {
        switch (state) {
            case LeaseState.Ready _ -> told = null;
            case LeaseState.Refused _, LeaseState.SubjectInsufficient _, LeaseState.Unavailable _ -> {
                var reason = LeaseProjection.reason(state);
                if (reason != told) {
                    told = reason;
                    outside.post(() -> surroundings.listener().failed(this, reason));
                }
            }
            case LeaseState.Idle _,
                    LeaseState.Acquiring _,
                    LeaseState.Renewing _,
                    LeaseState.Dormant _,
                    LeaseState.SubjectMissing _,
                    LeaseState.Closed _ -> {
                // Something is under way, or waits for the user.
            }
        }
    }

    private void arm(Instant at) {
        disarm();
        var delay = Duration.between(surroundings.clock().instant(), at);
        timer = surroundings
                .scheduler()
                .after(delay.isNegative() ? Duration.ZERO : delay, () -> post(new LeaseEvent.TimerFired()));
    }

    private void disarm() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void retire(Shared shared) {
        shared.retire();
        surroundings.scheduler().after(GRACE, shared::close);
    }

    private void closeOutside(BackendOpener.Connection connection) {
        surroundings.executor().execute(connection::close);
    }
}

package io.muster.gateway.lease;

import io.muster.oauth.Secret;
import io.muster.wire.log.LogLimiter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;

/**
 * One lease between an identity provider and a backend that do as a schedule says, on a simulated clock. Both look at
 * every token that they get and keep a record of what should never have been sent. A refusal is known at once: nobody
 * can take back what was sent before it was.
 */
final class LeaseWorld {
    /** How somebody behaves. */
    enum Mood {
        FINE,
        REFUSING,
        SILENT
    }

    Mood provider = Mood.FINE;
    Mood backend = Mood.FINE;
    boolean streams = true;
    Duration subjectLife = Duration.ofMinutes(30);
    Duration tokenLife = Duration.ofMinutes(30);
    boolean subjectRenewable = true;

    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    LeaseState state;
    final List<String> violations = new ArrayList<>();
    final Set<Long> open = new HashSet<>();
    final Set<Long> listening = new HashSet<>();
    final Map<Long, Integer> refusals = new HashMap<>();
    final List<Instant> refusedAt = new ArrayList<>();
    final Map<FailureClass, List<Instant>> warnings = new HashMap<>();
    final List<Boolean> record = new ArrayList<>();
    int exchanges;
    int acquired;
    int refreshes;
    int requests;

    private final Random random;
    private final PriorityQueue<Due> queue =
            new PriorityQueue<>(Comparator.comparing(Due::at).thenComparingLong(Due::order));
    private final LogLimiter limiter = new LogLimiter(() -> now);
    private final Set<Long> refusedSubjects = new HashSet<>();
    private final Set<Long> refusedTokens = new HashSet<>();
    private long order;
    private long subject;
    private Optional<Due> timer = Optional.empty();

    private record Due(Instant at, long order, Runnable task) {}

    LeaseWorld(LeaseKind kind, long seed) {
        this.random = new Random(seed);
        this.state = LeaseMachine.created(new LeaseTerms(kind, Set.of()), Basis.NONE, seed);
    }

    void login() {
        on(new LeaseEvent.BasisRenewed(newBasis()));
    }

    private Basis newBasis() {
        return new Basis(++subject, now.plus(subjectLife), Set.of(), subjectRenewable);
    }

    void at(Duration delay, Runnable task) {
        schedule(delay, task);
    }

    private Due schedule(Duration delay, Runnable task) {
        var due = new Due(now.plus(delay), order++, task);
        queue.add(due);
        return due;
    }

    void run(Duration duration) {
        var end = now.plus(duration);
        for (var due = queue.peek(); due != null && !due.at().isAfter(end); due = queue.peek()) {
            queue.remove(due);
            now = due.at();
            due.task().run();
        }
        now = end;
    }

    void on(LeaseEvent event) {
        var step = LeaseMachine.next(state, event, now);
        state = step.state();
        step.effects().forEach(this::perform);
    }

    /** A client calls a tool. What else is refused in this moment is known before its request is sent. */
    void call() {
        on(new LeaseEvent.Used());
        schedule(Duration.ofNanos(1), this::send);
    }

    private void send() {
        if (state.holding().isPresent()) {
            var token = state.token().orElseThrow();
            switch (request(token)) {
                case FINE -> on(new LeaseEvent.CallAnswered(token.generation()));
                case REFUSING -> on(new LeaseEvent.CallRefused(token.generation()));
                case SILENT ->
                    on(new LeaseEvent.ConnectionLost(state.connection().orElseThrow()));
            }
        }
    }

    /** The backend gets a request. */
    private Mood request(UsableToken token) {
        requests++;
        token.headerAt(now);
        if (token.expiredAt(now)) {
            violations.add("the backend got an expired token at " + now);
        }
        if (refusedTokens.contains(token.generation())) {
            violations.add("the backend got a token again that it had refused, at " + now);
        }
        if (backend == Mood.REFUSING) {
            refusedTokens.add(token.generation());
            refused();
        }
        return backend;
    }

    private void refused() {
        refusals.merge(state.ledger().basis().generation(), 1, Integer::sum);
        refusedAt.add(now);
    }

    private void perform(LeaseEffect effect) {
        switch (effect) {
            case LeaseEffect.RefreshSubject(var number) -> schedule(latency(), () -> refresh(number));
            case LeaseEffect.Acquire(var number, var _) -> acquire(number);
            case LeaseEffect.Open(var number) -> open(number);
            case LeaseEffect.Close(var number) -> open.remove(number);
            case LeaseEffect.Listen(var number, var _) -> listen(number);
            case LeaseEffect.Unlisten(var number) -> listening.remove(number);
            case LeaseEffect.Ping(var number, var _) ->
                schedule(latency(), () -> on(new LeaseEvent.PingAnswered(number)));
            case LeaseEffect.Arm(var at) -> arm(at);
            case LeaseEffect.Disarm _ -> disarm();
            case LeaseEffect.Remember(var authenticated) -> record.add(authenticated);
            case LeaseEffect.Warn(var failure) ->
                limiter.failed(failure.kind().word())
                        .ifPresent(_ -> warnings.computeIfAbsent(failure.kind(), _ -> new ArrayList<>())
                                .add(now));
            case LeaseEffect.Recovered(var kind) -> limiter.recovered(kind.word());
        }
    }

    private void arm(Instant at) {
        if (at.isBefore(now)) {
            violations.add("woken in the past: " + at + " at " + now);
        }
        disarm();
        timer = Optional.of(schedule(Duration.between(now, at), () -> on(new LeaseEvent.TimerFired())));
    }

    private void disarm() {
        timer.ifPresent(queue::remove);
        timer = Optional.empty();
    }

    private void refresh(long number) {
        refreshes++;
        switch (provider) {
            case FINE -> {
                if (subjectRenewable) {
                    on(new LeaseEvent.BasisRenewed(newBasis()));
                } else {
                    on(new LeaseEvent.RefreshFailed(number, LeaseEvent.Unrenewed.IMPOSSIBLE, Optional.empty()));
                }
            }
            case REFUSING ->
                on(new LeaseEvent.RefreshFailed(number, LeaseEvent.Unrenewed.IMPOSSIBLE, Optional.empty()));
            case SILENT -> on(new LeaseEvent.RefreshFailed(number, LeaseEvent.Unrenewed.UNAVAILABLE, Optional.empty()));
        }
    }

    private void acquire(long number) {
        var ledger = state.ledger();
        var basis = ledger.basis();
        if (ledger.kind() == LeaseKind.FORWARD) {
            var subjectToken = new Secret("subject-" + basis.generation());
            schedule(Duration.ZERO, () -> on(new LeaseEvent.TokenAcquired(number, subjectToken, basis.expiresAt())));
            return;
        }
        exchanges++;
        if (ledger.kind() == LeaseKind.EXCHANGE) {
            sendSubject(basis);
        }
        var answer = provider;
        if (answer == Mood.REFUSING) {
            if (random.nextBoolean()) {
                refusedSubjects.add(basis.generation());
                refused();
                answered(number, FailureClass.SUBJECT_REFUSED);
            } else {
                refused();
                answered(number, FailureClass.PROVIDER_REFUSED);
            }
        } else if (answer == Mood.SILENT) {
            answered(number, FailureClass.PROVIDER_UNAVAILABLE);
        } else {
            acquired++;
            var token = new Secret("token-" + exchanges);
            var end = now.plus(tokenLife);
            schedule(latency(), () -> on(new LeaseEvent.TokenAcquired(number, token, end)));
        }
    }

    private void answered(long number, FailureClass kind) {
        schedule(Duration.ZERO, () -> on(new LeaseEvent.AcquireFailed(number, kind, Optional.empty())));
    }

    private void sendSubject(Basis basis) {
        if (!now.isBefore(basis.expiresAt())) {
            violations.add("the provider got an expired subject token at " + now);
        }
        if (refusedSubjects.contains(basis.generation())) {
            violations.add("the provider got a subject token again that it had refused, at " + now);
        }
    }

    private void open(long number) {
        open.add(number);
        var answer = request(state.token().orElseThrow());
        schedule(answer == Mood.REFUSING ? Duration.ZERO : latency(), () -> {
            switch (answer) {
                case FINE -> on(new LeaseEvent.Opened(number));
                case REFUSING -> openFailed(number, LeaseEvent.Trouble.REFUSED);
                case SILENT -> openFailed(number, LeaseEvent.Trouble.UNREACHABLE);
            }
        });
    }

    private void openFailed(long number, LeaseEvent.Trouble trouble) {
        open.remove(number);
        on(new LeaseEvent.OpenFailed(number, trouble));
    }

    private void listen(long number) {
        listening.add(number);
        var answer = request(state.token().orElseThrow());
        var end = answer == Mood.REFUSING
                ? LeaseEvent.End.REFUSED
                : !streams ? LeaseEvent.End.UNSUPPORTED : LeaseEvent.End.BROKEN;
        var life = switch (answer) {
            case FINE -> streams ? Duration.ofSeconds(random.nextInt(1, 900)) : latency();
            case REFUSING -> Duration.ZERO;
            case SILENT -> latency();
        };
        schedule(life, () -> {
            if (listening.remove(number)) {
                on(new LeaseEvent.ListenerEnded(number, end));
            }
        });
    }

    private Duration latency() {
        return Duration.ofMillis(random.nextInt(1, 3_000));
    }
}

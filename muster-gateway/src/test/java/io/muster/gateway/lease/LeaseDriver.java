package io.muster.gateway.lease;

import io.muster.oauth.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Leads a lease through events by hand, at times of the test's choice. */
final class LeaseDriver {
    static final Duration TOKEN_LIFE = Duration.ofMinutes(30);

    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    LeaseState state;
    List<LeaseEffect> effects = List.of();
    final List<LeaseEffect> all = new ArrayList<>();
    private long basisGeneration;
    private int tokens;

    private LeaseDriver(LeaseTerms terms) {
        state = LeaseMachine.created(terms, Basis.NONE, 7);
    }

    static LeaseDriver of(LeaseKind kind, String... audiences) {
        return new LeaseDriver(new LeaseTerms(kind, Set.of(audiences)));
    }

    /** A lease with a basis that lives for a day and can be renewed. */
    static LeaseDriver withBasis(LeaseKind kind) {
        var driver = of(kind);
        driver.on(new LeaseEvent.BasisRenewed(driver.basis(Duration.ofDays(1), true)));
        return driver;
    }

    static LeaseDriver ready(LeaseKind kind) {
        return withBasis(kind).use().token(TOKEN_LIFE).opened();
    }

    /** A different basis than all before. */
    Basis basis(Duration life, boolean renewable, String... audiences) {
        return new Basis(++basisGeneration, now.plus(life), Set.of(audiences), renewable);
    }

    LeaseDriver on(LeaseEvent event) {
        var step = LeaseMachine.next(state, event, now);
        state = step.state();
        effects = step.effects();
        all.addAll(effects);
        return this;
    }

    LeaseDriver use() {
        return on(new LeaseEvent.Used());
    }

    /** The token that is being obtained arrives; no two look alike. */
    LeaseDriver token(Duration life) {
        return token("token-" + ++tokens, life);
    }

    LeaseDriver token(String text, Duration life) {
        return on(new LeaseEvent.TokenAcquired(work(), new Secret(text), now.plus(life)));
    }

    LeaseDriver acquireFails(FailureClass kind) {
        return on(new LeaseEvent.AcquireFailed(work(), kind, Optional.empty()));
    }

    LeaseDriver refreshFails(LeaseEvent.Unrenewed why) {
        return on(new LeaseEvent.RefreshFailed(work(), why, Optional.empty()));
    }

    LeaseDriver opened() {
        return on(new LeaseEvent.Opened(work()));
    }

    LeaseDriver openFails(LeaseEvent.Trouble trouble) {
        return on(new LeaseEvent.OpenFailed(work(), trouble));
    }

    LeaseDriver callRefused() {
        return on(new LeaseEvent.CallRefused(generation()));
    }

    LeaseDriver listenerEnds(LeaseEvent.End end) {
        var open = (Listening.Open) state.holding().orElseThrow().listening();
        return on(new LeaseEvent.ListenerEnded(open.number(), end));
    }

    /** Lets time pass, and wakes the lease when it asked for it. */
    LeaseDriver pass(Duration duration) {
        var end = now.plus(duration);
        for (var wake = LeaseTimes.wakeAt(state); !wake.isAfter(end); wake = LeaseTimes.wakeAt(state)) {
            now = wake;
            on(new LeaseEvent.TimerFired());
        }
        now = end;
        return this;
    }

    /** Lets time pass without anything noticing. */
    LeaseDriver sleep(Duration duration) {
        now = now.plus(duration);
        return this;
    }

    long work() {
        return state.work().orElseThrow().number();
    }

    long generation() {
        return state.token().orElseThrow().generation();
    }

    String stateName() {
        return state.getClass().getSimpleName();
    }

    /** How many effects of a kind there were since the beginning. */
    long count(Class<? extends LeaseEffect> kind) {
        return all.stream().filter(kind::isInstance).count();
    }
}

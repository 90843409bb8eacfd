package io.muster.gateway.lease;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Turns two states into what has to be done between them. Nothing else makes effects, so a connection, a stream or a
 * timer that a state does not want cannot outlive the change to it.
 */
final class LeaseEffects {
    private LeaseEffects() {}

    static List<LeaseEffect> between(LeaseState before, LeaseState after) {
        var effects = new ArrayList<LeaseEffect>();
        unlisten(before, after, effects);
        close(before, after, effects);
        start(before, after, effects);
        listen(before, after, effects);
        ping(before, after, effects);
        tell(before, after, effects);
        arm(before, after, effects);
        return effects;
    }

    private static void unlisten(LeaseState before, LeaseState after, List<LeaseEffect> effects) {
        var open = listener(before);
        if (open.isPresent() && !open.equals(listener(after))) {
            effects.add(new LeaseEffect.Unlisten(open.getAsLong()));
        }
    }

    private static void close(LeaseState before, LeaseState after, List<LeaseEffect> effects) {
        var open = before.connection();
        if (open.isPresent() && !open.equals(after.connection())) {
            effects.add(new LeaseEffect.Close(open.getAsLong()));
        }
    }

    private static void start(LeaseState before, LeaseState after, List<LeaseEffect> effects) {
        var work = after.work();
        if (work.isPresent() && !work.equals(before.work())) {
            effects.add(
                    switch (work.get()) {
                        case Work.RefreshSubject(var number) -> new LeaseEffect.RefreshSubject(number);
                        case Work.Acquire(var number, var fresh) -> new LeaseEffect.Acquire(number, fresh);
                        case Work.Open(var number) -> new LeaseEffect.Open(number);
                    });
        }
    }

    private static void listen(LeaseState before, LeaseState after, List<LeaseEffect> effects) {
        var wanted = listener(after);
        if (wanted.isPresent() && !wanted.equals(listener(before))) {
            effects.add(new LeaseEffect.Listen(
                    wanted.getAsLong(), after.connection().orElseThrow()));
        }
    }

    private static void ping(LeaseState before, LeaseState after, List<LeaseEffect> effects) {
        var wanted = pinging(after);
        if (wanted.isPresent() && !wanted.equals(pinging(before))) {
            effects.add(
                    new LeaseEffect.Ping(wanted.getAsLong(), after.connection().orElseThrow()));
        }
    }

    private static void tell(LeaseState before, LeaseState after, List<LeaseEffect> effects) {
        if (before.onRecord() != after.onRecord()) {
            effects.add(new LeaseEffect.Remember(after.onRecord()));
        }
        var was = before.ledger().failure();
        var is = after.ledger().failure();
        if (is.isPresent() && !is.equals(was)) {
            effects.add(new LeaseEffect.Warn(is.get()));
        }
        if (was.isPresent() && is.isEmpty() && after instanceof LeaseState.Ready) {
            effects.add(new LeaseEffect.Recovered(was.get().kind()));
        }
    }

    private static void arm(LeaseState before, LeaseState after, List<LeaseEffect> effects) {
        var wake = LeaseTimes.wakeAt(after);
        if (!wake.equals(LeaseTimes.wakeAt(before))) {
            effects.add(wake.equals(Instant.MAX) ? new LeaseEffect.Disarm() : new LeaseEffect.Arm(wake));
        }
    }

    private static OptionalLong listener(LeaseState state) {
        return number(state.holding()
                .map(Holding::listening)
                .filter(Listening.Open.class::isInstance)
                .map(open -> ((Listening.Open) open).number()));
    }

    private static OptionalLong pinging(LeaseState state) {
        return state.holding().map(Holding::ping).orElse(OptionalLong.empty());
    }

    private static OptionalLong number(Optional<Long> value) {
        return value.map(OptionalLong::of).orElse(OptionalLong.empty());
    }
}

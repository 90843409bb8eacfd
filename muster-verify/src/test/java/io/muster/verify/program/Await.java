package io.muster.verify.program;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what another process does, which tells nobody when it is done. */
public final class Await {
    private static final Duration STEP = Duration.ofMillis(20);

    private Await() {}

    /** Asks again and again until it is so. */
    public static void until(String what, Duration limit, BooleanSupplier condition) {
        var _ = value(what, limit, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    /** Does something again and again for that long. */
    public static void during(Duration time, Duration step, Runnable action) {
        var start = System.nanoTime();
        while (System.nanoTime() - start < time.toNanos()) {
            action.run();
            LockSupport.parkNanos(step.toNanos());
        }
    }

    /** Asks again and again until there is an answer. */
    public static <T> T value(String what, Duration limit, Supplier<Optional<T>> question) {
        var start = System.nanoTime();
        while (true) {
            var answer = question.get();
            if (answer.isPresent()) {
                return answer.get();
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new AssertionError("interrupted while there was no " + what);
            }
            if (System.nanoTime() - start > limit.toNanos()) {
                throw new AssertionError("within " + limit + " there was no " + what);
            }
            LockSupport.parkNanos(STEP.toNanos());
        }
    }
}

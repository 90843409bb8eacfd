package io.muster.authserver.store.measured;

import io.muster.authserver.protocol.MeterNames;
import io.muster.wire.meter.Meters;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/** Counts operations on one store. */
record Operations(String store, Meters meters) {
    /** Does it, counted and timed. */
    <T> T counted(String operation, Supplier<T> body) {
        var name = store + "." + operation;
        var began = System.nanoTime();
        var result = "error";
        try {
            var answer = body.get();
            result = "success";
            return answer;
        } finally {
            meters.count(MeterNames.STORAGE_OPERATIONS, Map.of("operation", name, "result", result));
            meters.observe(
                    MeterNames.STORAGE_DURATION,
                    Map.of("operation", name),
                    Duration.ofNanos(System.nanoTime() - began));
        }
    }

    void run(String operation, Runnable body) {
        counted(operation, () -> {
            body.run();
            return true;
        });
    }
}

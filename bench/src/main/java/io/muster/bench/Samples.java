package io.muster.bench;

import java.util.Arrays;

/** Durations in nanoseconds that grow as they come. Used by one thread. */
final class Samples {
    private long[] nanos = new long[1 << 14];
    private int count;

    void add(long duration) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = duration;
    }

    int count() {
        return count;
    }

    /** A percentile in milliseconds. */
    double millis(double percentile) {
        if (count == 0) {
            return Double.NaN;
        }
        var sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return sorted[(int) Math.min(count - 1, Math.floor(count * percentile / 100))] / 1e6;
    }
}

package io.muster.bench;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Resident memory of a gateway. */
final class MemoryBench {
    private static final double MEBI = 1 << 20;
    private static final int FEW_STREAMS = 1_000;
    private static final int MANY_STREAMS = 8_000;
    private static final int IDLE_SECONDS = 5;
    private static final int SETTLE_SECONDS = 3;
    private static final int STILL_ROUNDS = 4;

    private final Child gateway;
    private final BenchReport report;
    private long most;

    MemoryBench(Child gateway, BenchReport report) {
        this.gateway = gateway;
        this.report = report;
    }

    /** Some seconds after the start. */
    void idle() throws InterruptedException {
        TimeUnit.SECONDS.sleep(IDLE_SECONDS);
        report.atMost("resident memory, idle with 10 backends", " MiB", 120, gateway.residentBytes() / MEBI);
    }

    /** Takes note of the memory at this moment. */
    void look() {
        most = Math.max(most, gateway.residentBytes());
    }

    /** The most that was seen. */
    void underLoad() {
        report.atMost("resident memory, under load", " MiB", 250, most / MEBI);
    }

    /** What one more idle stream costs, when there are some already. */
    void streams(URI endpoint) throws IOException, InterruptedException {
        var open = new ArrayList<McpCaller>();
        try {
            listen(endpoint, FEW_STREAMS, open);
            var before = settled();
            listen(endpoint, MANY_STREAMS, open);
            report.atMost("one idle client stream", " KiB", 20, (settled() - before) / 1024.0 / MANY_STREAMS);
        } finally {
            for (var caller : open) {
                caller.close();
            }
        }
    }

    /** Without garbage, and once what the compilers needed went back to the system, which the program does in intervals. */
    private long settled() throws InterruptedException {
        var least = Long.MAX_VALUE;
        for (var still = 0; still < STILL_ROUNDS; ) {
            gateway.collectGarbage();
            gateway.collectGarbage();
            var now = gateway.residentBytes();
            still = now < least ? 0 : still + 1;
            least = Math.min(least, now);
            TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
        }
        return least;
    }

    private static void listen(URI endpoint, int count, List<McpCaller> open) throws IOException {
        for (var i = 0; i < count; i++) {
            var caller = McpCaller.connect(endpoint);
            open.add(caller);
            caller.listen();
        }
    }
}

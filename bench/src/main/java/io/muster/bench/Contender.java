package io.muster.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * One way to make the same call, with its connections and what was measured of it so far. The rounds of all contenders
 * alternate, so that a busy machine slows all of them.
 */
final class Contender implements AutoCloseable {
    private static final List<Visitor> VISITORS = Collections.nCopies(64, Visitor.ANYBODY);
    private static final int MOST_WARM_ROUNDS = 30;
    /** The share of a core that compilers use at most when there is nothing of weight left to compile. */
    private static final double REST = 0.03;

    private final String name;
    private final Optional<Child> process;
    private final List<McpCaller> callers = new ArrayList<>();
    private final int alone;
    private final Samples latencies = new Samples();
    private final Samples callsPerSecond = new Samples();
    private final LongAdder failures = new LongAdder();
    private int turn;
    private long callsUnderLoad;
    private double cpuSeconds;

    /** @param process whose CPU time the calls cost, where it is known */
    Contender(String name, URI endpoint, ToolCall call, Optional<Child> process) throws IOException {
        this(name, endpoint, VISITORS, 1, call, process);
    }

    /** The same for visitors that have a connection each, all of which take turns also when one calls at a time. */
    Contender(String name, URI endpoint, List<Visitor> visitors, ToolCall call, Optional<Child> process)
            throws IOException {
        this(name, endpoint, visitors, visitors.size(), call, process);
    }

    private Contender(
            String name, URI endpoint, List<Visitor> visitors, int alone, ToolCall call, Optional<Child> process)
            throws IOException {
        this.name = name;
        this.process = process;
        this.alone = alone;
        for (var visitor : visitors) {
            var caller = McpCaller.connect(endpoint, visitor);
            callers.add(caller);
            var answer = new String(caller.prepare(call), StandardCharsets.UTF_8);
            if (answer.contains("\"error\":") || answer.contains("\"isError\":true")) {
                throw new IllegalStateException(name + " answered " + answer);
            }
        }
    }

    String name() {
        return name;
    }

    Samples latencies() {
        return latencies;
    }

    /** Wrong answers in the rounds that count: before, the gateway may still tell of lists that have changed. */
    long failures() {
        return failures.sum();
    }

    /** The median of the rounds. */
    double throughput() {
        return callsPerSecond.millis(50) * 1e6;
    }

    /** Calls per second of the process's CPU time: hardly changed by what else the machine does. */
    double callsPerCpuSecond() {
        return cpuSeconds == 0 ? Double.NaN : callsUnderLoad / cpuSeconds;
    }

    /** Calls until the compilers of the process rest, so that the figures are those of a server that has run for a minute. */
    void warm(long roundNanos) throws InterruptedException {
        for (var round = 0; round < MOST_WARM_ROUNDS; round++) {
            var before = compilerSeconds();
            loaded(roundNanos, false);
            if (compilerSeconds() - before <= REST * roundNanos / 1e9) {
                return;
            }
        }
    }

    private double compilerSeconds() {
        return process.map(Child::compilerSeconds).orElse(0.0);
    }

    /** One call after the other; answers the latencies of this round. */
    Samples sequential(long nanos, boolean counts) {
        var round = new Samples();
        var start = System.nanoTime();
        for (var before = start; before - start < nanos; ) {
            check(callers.get(turn++ % alone).call(), counts);
            var now = System.nanoTime();
            round.add(now - before);
            if (counts) {
                latencies.add(now - before);
            }
            before = now;
        }
        return round;
    }

    /** All connections at once, each with one call after the other. */
    void loaded(long nanos, boolean counts) throws InterruptedException {
        var cpuBefore = process.map(Child::cpuSeconds).orElse(0.0);
        var start = System.nanoTime();
        var calls = new LongAdder();
        var threads = callers.stream()
                .map(caller -> Thread.ofVirtual().start(() -> {
                    while (System.nanoTime() - start < nanos) {
                        check(caller.call(), counts);
                        calls.increment();
                    }
                }))
                .toList();
        for (var thread : threads) {
            thread.join();
        }
        var seconds = (System.nanoTime() - start) / 1e9;
        if (counts) {
            callsPerSecond.add(Math.round(calls.sum() / seconds));
            callsUnderLoad += calls.sum();
            cpuSeconds += process.map(Child::cpuSeconds).orElse(0.0) - cpuBefore;
        }
    }

    private void check(boolean right, boolean counts) {
        if (counts && !right) {
            failures.increment();
        }
    }

    @Override
    public void close() throws IOException {
        for (var caller : callers) {
            caller.close();
        }
    }
}

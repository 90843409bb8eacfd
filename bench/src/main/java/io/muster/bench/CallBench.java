package io.muster.bench;

import java.io.IOException;
import java.util.List;

/**
 * The same call in several ways: alone for its latency, in parallel for throughput.
 *
 * <p>With one call at a time nothing runs in parallel. Programs are where the system wants them then, as with users, so that
 * waking one on another core costs direct calls what it costs each way of the others.
 */
final class CallBench implements AutoCloseable {
    private final BenchOptions options;
    private final List<Contender> contenders;
    private final BenchReport report;

    /** @param contenders direct calls first, then those whose figures have targets, then the others */
    CallBench(BenchOptions options, List<Contender> contenders, BenchReport report) {
        this.options = options;
        this.contenders = contenders;
        this.report = report;
    }

    /** Measures in alternating rounds, of which the first do not count: a single client takes other ways through the code. */
    static List<Samples> latencies(BenchOptions options, List<Contender> contenders) throws InterruptedException {
        for (var contender : contenders) {
            contender.warm(options.roundNanos());
        }
        for (var round = -2; round <= options.rounds(); round++) {
            for (var contender : contenders) {
                contender.sequential(options.roundNanos(), round > 0);
            }
        }
        return contenders.stream().map(Contender::latencies).toList();
    }

    void latency() throws InterruptedException {
        latencies(options, contenders);
        var direct = contenders.getFirst().latencies();
        report.note("latency direct, p50", " ms", direct.millis(50));
        report.note("latency direct, p99", " ms", direct.millis(99));
        for (var contender : contenders.subList(1, contenders.size())) {
            var latencies = contender.latencies();
            report.atMost(
                    "added latency, " + contender.name() + ", p50",
                    " ms",
                    0.25,
                    latencies.millis(50) - direct.millis(50));
            report.atMost(
                    "added latency, " + contender.name() + ", p99",
                    " ms",
                    1.5,
                    latencies.millis(99) - direct.millis(99));
        }
        tellFailures();
    }

    void throughput(MemoryBench memory) throws InterruptedException {
        for (var contender : contenders) {
            contender.warm(options.roundNanos());
        }
        for (var round = 0; round <= options.rounds(); round++) {
            for (var contender : contenders) {
                contender.loaded(options.roundNanos(), round > 0);
                memory.look();
            }
        }
        report.note(
                "throughput direct (what generator and backend can do)",
                " calls/s",
                contenders.getFirst().throughput());
        for (var contender : contenders.subList(1, contenders.size())) {
            report.atLeast(
                    "throughput, " + contender.name() + ", 64 connections", " calls/s", 8_000, contender.throughput());
            report.note("calls per CPU second, " + contender.name(), "", contender.callsPerCpuSecond());
        }
        compare();
        memory.underLoad();
        tellFailures();
    }

    private void tellFailures() {
        for (var contender : contenders) {
            if (contender.failures() > 0) {
                report.atMost("wrong answers, " + contender.name(), "", 0, (double) contender.failures());
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (var contender : contenders) {
            contender.close();
        }
    }

    private void compare() {
        var ours = contenders.get(1);
        for (var other : contenders.subList(3, contenders.size())) {
            report.atLeast(
                    "throughput of call_tool, of that of " + other.name(),
                    "x",
                    1.5,
                    ours.throughput() / other.throughput());
            report.atLeast(
                    "calls per CPU second of call_tool, of those of " + other.name(),
                    "x",
                    1.5,
                    ours.callsPerCpuSecond() / other.callsPerCpuSecond());
        }
    }
}

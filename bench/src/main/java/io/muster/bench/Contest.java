package io.muster.bench;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The same calls to a program without protection and to others with it, in turns. The limits of addresses and users are those
 * of every installation, so the calls come from as many of both as it takes.
 */
final class Contest implements AutoCloseable {
    /** Each may call 50 times a second, and one more looks when a program is ready. */
    private static final int VISITORS = 400;

    /** A round is so short that what else the machine does meets all programs alike. */
    private static final int PARTS_OF_A_ROUND = 6;

    private final BenchOptions options;
    private final BenchProcesses processes;
    private final Logins logins = new Logins(Visitor.many(VISITORS + 1));
    private final List<Visitor> callers = logins.visitors().subList(0, VISITORS);
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    /** @param ratios of latencies, those without protection being 1,000 */
    record Protected(Contender contender, double target, Samples ratios) {}

    Contest(BenchOptions options, BenchProcesses processes) {
        this.options = options;
        this.processes = processes;
    }

    Logins logins() {
        return logins;
    }

    /** A program that asks for tokens. */
    BenchProcesses.Gateway gateway(BenchProcesses.Configuration configuration) throws Exception {
        return opened(processes.gateway(configuration, 1, logins.visitors().getLast()));
    }

    /** A configuration with the sessions of the callers in a file. */
    BenchProcesses.Configuration withFile() throws Exception {
        var configuration = processes.configuration(1, 5, logins.configuration("type: file"));
        logins.keepIn(configuration.directory().resolve(".state"));
        return configuration;
    }

    /** Those who show no token, to a program that asks for none. */
    Contender open(BenchProcesses.Gateway gateway) throws Exception {
        return contender(
                "no protection",
                gateway,
                callers.stream().map(Visitor::withoutToken).toList());
    }

    Protected against(String name, BenchProcesses.Gateway gateway, double target) throws Exception {
        return new Protected(contender(name, gateway, callers), target, new Samples());
    }

    private Contender contender(String name, BenchProcesses.Gateway gateway, List<Visitor> visitors) throws Exception {
        var call = ToolCall.throughMetaTool(BenchProcesses.exposedName(0, 0));
        return opened(new Contender(name, gateway.aggregate(), visitors, call, Optional.of(gateway.process())));
    }

    void warm(Contender open, List<Protected> ways) throws InterruptedException {
        open.warm(options.roundNanos());
        for (var way : ways) {
            way.contender().warm(options.roundNanos());
        }
    }

    void compareLatencies(Contender open, List<Protected> ways) {
        var nanos = options.roundNanos() / PARTS_OF_A_ROUND;
        for (var round = 0; round < options.rounds() * PARTS_OF_A_ROUND; round++) {
            var measure = open.sequential(nanos, true).millis(50);
            for (var way : ways) {
                var latency = way.contender().sequential(nanos, true).millis(50);
                way.ratios().add(Math.round(latency / measure * 1_000));
            }
        }
    }

    static void tellLatency(BenchReport report, Protected way) {
        var name = way.contender().name();
        report.note(
                "`call_tool`, " + name + ", p50",
                " ms",
                way.contender().latencies().millis(50));
        report.atMost(
                "latency, " + name + ", of that without protection, median of the rounds",
                "x",
                way.target(),
                way.ratios().millis(50) * 1_000);
    }

    <T extends AutoCloseable> T opened(T resource) {
        opened.push(resource);
        return resource;
    }

    @Override
    public void close() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }
}

package io.muster.bench;

import io.muster.valkey.ValkeySettings;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What protection costs: the same calls to a program that asks for no token, to one that keeps sessions in its file, and to
 * one that keeps them in Valkey. The limits of addresses and users are those of every installation, so the calls come from
 * as many of both as it takes.
 */
final class ProtectionBench implements AutoCloseable {
    /** Each may call 50 times a second, and one more looks when a program is ready. */
    private static final int VISITORS = 192;

    /** A round is so short that what else the machine does meets all programs alike. */
    private static final int PARTS_OF_A_ROUND = 6;

    private final BenchOptions options;
    private final BenchProcesses processes;
    private final BenchReport report;
    private final Logins logins = new Logins(Visitor.many(VISITORS + 1));
    private final List<Visitor> callers = logins.visitors().subList(0, VISITORS);
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    /** @param ratios of latencies, those without protection being 1,000 */
    private record Protected(Contender contender, double target, Samples ratios) {}

    ProtectionBench(BenchOptions options, BenchProcesses processes, BenchReport report) {
        this.options = options;
        this.processes = processes;
        this.report = report;
    }

    void run() throws Exception {
        var without = opened(processes.gateway(1, 5));
        var file = inFile();
        var valkey = ValkeyProcess.start().map(this::opened);
        var shared =
                valkey.isPresent() ? Optional.of(inValkey(valkey.get())) : Optional.<BenchProcesses.Gateway>empty();
        // Connections that nobody uses are closed after a while: they come last.
        var open = contender(
                "no protection",
                without,
                callers.stream().map(Visitor::withoutToken).toList());
        var ways = new ArrayList<Protected>();
        ways.add(new Protected(contender("sessions in a file", file, callers), 1.05, new Samples()));
        if (shared.isPresent()) {
            ways.add(new Protected(contender("sessions in Valkey", shared.get(), callers), 1.3, new Samples()));
        }
        open.warm(options.roundNanos());
        for (var way : ways) {
            way.contender().warm(options.roundNanos());
        }
        compareLatencies(open, ways);
        for (var round = 0; round < options.rounds(); round++) {
            load(open, ways);
        }
        tell(open, ways);
    }

    private BenchProcesses.Gateway inFile() throws Exception {
        var configuration = processes.configuration(1, 5, logins.configuration("type: file"));
        logins.keepIn(configuration.directory().resolve(".state"));
        return opened(processes.gateway(configuration, 1, logins.visitors().getLast()));
    }

    private BenchProcesses.Gateway inValkey(ValkeyProcess valkey) throws Exception {
        logins.keepIn(ValkeySettings.at(valkey.address()));
        var storage = "type: valkey, valkey: {url: \"" + valkey.address() + "\"}";
        var configuration = processes.configuration(1, 5, logins.configuration(storage));
        return opened(processes.gateway(configuration, 1, logins.visitors().getLast()));
    }

    private Contender contender(String name, BenchProcesses.Gateway gateway, List<Visitor> callers) throws Exception {
        var call = ToolCall.throughMetaTool(BenchProcesses.exposedName(0, 0));
        return opened(new Contender(name, gateway.aggregate(), callers, call, Optional.of(gateway.process())));
    }

    private void load(Contender open, List<Protected> ways) throws InterruptedException {
        open.loaded(options.roundNanos(), true);
        for (var way : ways) {
            way.contender().loaded(options.roundNanos(), true);
        }
    }

    private void compareLatencies(Contender open, List<Protected> ways) {
        var nanos = options.roundNanos() / PARTS_OF_A_ROUND;
        for (var round = 0; round < options.rounds() * PARTS_OF_A_ROUND; round++) {
            var measure = open.sequential(nanos, true).millis(50);
            for (var way : ways) {
                var latency = way.contender().sequential(nanos, true).millis(50);
                way.ratios().add(Math.round(latency / measure * 1_000));
            }
        }
    }

    private void tell(Contender open, List<Protected> ways) {
        report.note(
                "`call_tool` without protection, p50", " ms", open.latencies().millis(50));
        report.note("calls per CPU second without protection", "", open.callsPerCpuSecond());
        report.atMost("wrong answers without protection", "", 0, (double) open.failures());
        for (var way : ways) {
            var contender = way.contender();
            var name = contender.name();
            report.note(
                    "`call_tool`, " + name + ", p50",
                    " ms",
                    contender.latencies().millis(50));
            report.atMost(
                    "latency, " + name + ", of that without protection, median of the rounds",
                    "x",
                    way.target(),
                    way.ratios().millis(50) * 1_000);
            report.note(
                    "CPU time, " + name + ", of that without protection",
                    "x",
                    open.callsPerCpuSecond() / contender.callsPerCpuSecond());
            report.atMost("wrong answers, " + name, "", 0, (double) contender.failures());
        }
    }

    private <T extends AutoCloseable> T opened(T resource) {
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

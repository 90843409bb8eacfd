package io.muster.bench;

import io.muster.bench.Contest.Protected;
import io.muster.valkey.ValkeySettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What protection costs: the same calls to a program that asks for no token, to one that keeps sessions in its file, and to
 * one that keeps them in Valkey.
 */
final class ProtectionBench implements AutoCloseable {
    private final BenchOptions options;
    private final BenchProcesses processes;
    private final BenchReport report;
    private final Contest contest;

    ProtectionBench(BenchOptions options, BenchProcesses processes, BenchReport report) {
        this.options = options;
        this.processes = processes;
        this.report = report;
        this.contest = new Contest(options, processes);
    }

    void run() throws Exception {
        var without = contest.opened(processes.gateway(1, 5));
        var file = contest.gateway(contest.withFile());
        var valkey = ValkeyProcess.start().map(contest::opened);
        var shared =
                valkey.isPresent() ? Optional.of(inValkey(valkey.get())) : Optional.<BenchProcesses.Gateway>empty();
        // Connections that nobody uses are closed after a while: they come last.
        var open = contest.open(without);
        var ways = new ArrayList<Protected>();
        ways.add(contest.against("sessions in a file", file, 1.05));
        if (shared.isPresent()) {
            ways.add(contest.against("sessions in Valkey", shared.get(), 1.3));
        }
        contest.warm(open, ways);
        contest.compareLatencies(open, ways);
        for (var round = 0; round < options.rounds(); round++) {
            load(open, ways);
        }
        tell(open, ways);
    }

    private BenchProcesses.Gateway inValkey(ValkeyProcess valkey) throws Exception {
        contest.logins().keepIn(ValkeySettings.at(valkey.address()));
        var storage = "type: valkey, valkey: {url: \"" + valkey.address() + "\"}";
        return contest.gateway(processes.configuration(1, 5, contest.logins().configuration(storage)));
    }

    private void load(Contender open, List<Protected> ways) throws InterruptedException {
        open.loaded(options.roundNanos(), true);
        for (var way : ways) {
            way.contender().loaded(options.roundNanos(), true);
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
            Contest.tellLatency(report, way);
            report.note(
                    "CPU time, " + name + ", of that without protection",
                    "x",
                    open.callsPerCpuSecond() / contender.callsPerCpuSecond());
            report.atMost("wrong answers, " + name, "", 0, (double) contender.failures());
        }
    }

    @Override
    public void close() throws Exception {
        contest.close();
    }
}

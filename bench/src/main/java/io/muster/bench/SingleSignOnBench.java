package io.muster.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/**
 * What single sign-on costs: the same calls to a program that asks for no token, and to one that does and shows the ID token
 * of each caller to a backend that wants to see it.
 */
final class SingleSignOnBench implements AutoCloseable {
    private final BenchProcesses processes;
    private final BenchReport report;
    private final Contest contest;

    SingleSignOnBench(BenchOptions options, BenchProcesses processes, BenchReport report) {
        this.processes = processes;
        this.report = report;
        this.contest = new Contest(options, processes);
    }

    void run() throws Exception {
        var without = contest.opened(processes.gateway(1, 5));
        var with = signingOn();
        var open = contest.open(without);
        var signedOn = contest.against("single sign-on", with, 1.1);
        contest.warm(open, List.of(signedOn));
        contest.compareLatencies(open, List.of(signedOn));
        report.note(
                "`call_tool` without protection, p50", " ms", open.latencies().millis(50));
        Contest.tellLatency(report, signedOn);
        report.atMost(
                "wrong answers",
                "",
                0,
                (double) open.failures() + signedOn.contender().failures());
    }

    private BenchProcesses.Gateway signingOn() throws Exception {
        var configuration = contest.withFile();
        define(configuration);
        return contest.gateway(configuration);
    }

    private void define(BenchProcesses.Configuration configuration) throws IOException {
        Files.writeString(
                configuration.directory().resolve("mcpservers/bench0.yaml"), """
                apiVersion: muster.giantswarm.io/v1alpha1
                kind: MCPServer
                metadata: {name: bench0}
                spec: {type: streamable-http, url: "%s", autoStart: true, auth: {forwardToken: true}}
                """.formatted(processes.guarded(5)));
    }

    @Override
    public void close() throws Exception {
        contest.close();
    }
}

package io.muster.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What single sign-on costs: the same calls to a program that asks for no token, and to one that does and shows the ID token
 * of each caller to a backend that wants to see it. The callers are as many as the limits of users and addresses take.
 */
final class SingleSignOnBench implements AutoCloseable {
    /** Each may call 50 times a second, and one more looks when a program is ready. */
    private static final int VISITORS = 192;

    /** A round is so short that what else the machine does meets both programs alike. */
    private static final int PARTS_OF_A_ROUND = 6;

    private final BenchOptions options;
    private final BenchProcesses processes;
    private final BenchReport report;
    private final Logins logins = new Logins(Visitor.many(VISITORS + 1));
    private final List<Visitor> callers = logins.visitors().subList(0, VISITORS);
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    SingleSignOnBench(BenchOptions options, BenchProcesses processes, BenchReport report) {
        this.options = options;
        this.processes = processes;
        this.report = report;
    }

    void run() throws Exception {
        var without = opened(processes.gateway(1, 5));
        var with = signingOn();
        var strangers = callers.stream().map(Visitor::withoutToken).toList();
        var open = contender("no protection", without, strangers);
        var signedOn = contender("single sign-on", with, callers);
        open.warm(options.roundNanos());
        signedOn.warm(options.roundNanos());
        // With one of its first answers each session is told that its lists have changed.
        var told = signedOn.failures();
        var ratios = new Samples();
        for (var round = 0; round < options.rounds() * PARTS_OF_A_ROUND; round++) {
            var nanos = options.roundNanos() / PARTS_OF_A_ROUND;
            var measure = open.sequential(nanos, true).millis(50);
            var latency = signedOn.sequential(nanos, true).millis(50);
            ratios.add(Math.round(latency / measure * 1_000));
        }
        tell(open, signedOn, ratios, told);
    }

    private BenchProcesses.Gateway signingOn() throws Exception {
        var configuration = processes.configuration(1, 5, logins.configuration("type: file"));
        logins.keepIn(configuration.directory().resolve(".state"));
        define(configuration);
        return opened(processes.gateway(configuration, 1, logins.visitors().getLast()));
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

    private Contender contender(String name, BenchProcesses.Gateway gateway, List<Visitor> visitors) throws Exception {
        var call = ToolCall.throughMetaTool(BenchProcesses.exposedName(0, 0));
        return opened(new Contender(name, gateway.aggregate(), visitors, call, Optional.of(gateway.process())));
    }

    private void tell(Contender open, Contender signedOn, Samples ratios, long told) {
        report.note(
                "`call_tool` without protection, p50", " ms", open.latencies().millis(50));
        report.note(
                "`call_tool` through single sign-on, p50",
                " ms",
                signedOn.latencies().millis(50));
        report.atMost(
                "latency through single sign-on, of that without protection, median of the rounds",
                "x",
                1.1,
                ratios.millis(50) * 1_000);
        report.atMost("wrong answers", "", 0, (double) open.failures() + signedOn.failures() - told);
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

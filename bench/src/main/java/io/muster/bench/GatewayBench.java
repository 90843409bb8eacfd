package io.muster.bench;

import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Measures the packaged gateway against the targets of the project, against direct calls, and against other gateways
 * that are given by their URL. Prints one table.
 */
public final class GatewayBench {
    private final BenchOptions options;
    private final BenchProcesses processes;
    private final BenchReport report;

    private GatewayBench(BenchOptions options, BenchProcesses processes, BenchReport report) {
        this.options = options;
        this.processes = processes;
        this.report = report;
    }

    public static void main(String[] arguments) throws Exception {
        BenchOptions options;
        try {
            options = BenchOptions.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n\n" + BenchOptions.HELP);
            System.exit(2);
            return;
        }
        if (options.help()) {
            System.out.println(BenchOptions.HELP);
            return;
        }
        if (!Files.isRegularFile(options.distribution().resolve("bin/muster"))) {
            System.err.println("there is no packaged program at " + options.distribution() + ": build it first");
            System.exit(2);
            return;
        }
        run(options);
        System.exit(0);
    }

    private static void run(BenchOptions options) throws Exception {
        var directory = Files.createTempDirectory("muster-bench");
        var generator = Child.observed(ProcessHandle.current().pid());
        if (options.backend().isPresent()) {
            var known = options.backend().get();
            measure(options, new BenchProcesses(options.distribution(), directory, known, List.of(generator)));
            return;
        }
        var port = new StringBuilder();
        try (var backend = BenchProcesses.startBackend(port)) {
            var load = List.of(generator, backend);
            var started = URI.create("http://127.0.0.1:" + port);
            measure(options, new BenchProcesses(options.distribution(), directory, started, load));
        } finally {
            BenchProcesses.delete(directory);
        }
    }

    private static void measure(BenchOptions options, BenchProcesses processes) throws Exception {
        var report = new BenchReport(System.out);
        var bench = new GatewayBench(options, processes, report);
        bench.starts();
        bench.calls();
        bench.protection();
        bench.singleSignOn();
        bench.backends();
        bench.filterTools();
        bench.streams();
        report.print();
    }

    private void starts() throws Exception {
        if (options.wants("start")) {
            new StartBench(processes, report).run();
        }
    }

    private void calls() throws Exception {
        if (!options.wants("calls")) {
            return;
        }
        processes.anywhere();
        try (var gateway = processes.gatewayAnywhere(10, 5);
                var bench = new CallBench(options, contenders(gateway, BenchProcesses::anywhere), report)) {
            bench.latency();
        }
        processes.apart();
        try (var gateway = processes.gateway(10, 5)) {
            var memory = new MemoryBench(gateway.process(), report);
            memory.idle();
            try (var bench = new CallBench(options, contenders(gateway, BenchProcesses::pinned), report)) {
                bench.throughput(memory);
            }
        }
    }

    private List<Contender> contenders(BenchProcesses.Gateway gateway, UnaryOperator<Child> placing) throws Exception {
        var contenders = new ArrayList<Contender>();
        contenders.add(new Contender(
                "direct", processes.backend(5, 0), ToolCall.natively(BenchBackend.toolName(0)), Optional.empty()));
        contenders.add(new Contender(
                "call_tool",
                gateway.aggregate(),
                ToolCall.throughMetaTool(BenchProcesses.exposedName(0, 0)),
                Optional.of(gateway.process())));
        contenders.add(new Contender(
                "direct endpoint",
                gateway.direct(0),
                ToolCall.natively(BenchBackend.toolName(0)),
                Optional.of(gateway.process())));
        for (var other : options.others()) {
            contenders.add(contender(other, placing));
        }
        return contenders;
    }

    private void protection() throws Exception {
        if (options.wants("protection")) {
            try (var bench = new ProtectionBench(options, processes, report)) {
                bench.run();
            }
        }
    }

    private void singleSignOn() throws Exception {
        if (options.wants("sso")) {
            try (var bench = new SingleSignOnBench(options, processes, report)) {
                bench.run();
            }
        }
    }

    private static Contender contender(BenchOptions.Other other, UnaryOperator<Child> placing) throws Exception {
        var process = other.pid().isPresent()
                ? Optional.of(placing.apply(Child.observed(other.pid().getAsLong())))
                : Optional.<Child>empty();
        return new Contender(other.name(), other.endpoint(), other.call(), process);
    }

    private void backends() throws Exception {
        if (!options.wants("backends")) {
            return;
        }
        var call = ToolCall.throughMetaTool(BenchProcesses.exposedName(0, 0));
        try (var small = processes.gateway(1, 5);
                var large = processes.gateway(500, 5);
                var one = new Contender("1 backend", small.aggregate(), call, Optional.empty());
                var many = new Contender("500 backends", large.aggregate(), call, Optional.empty())) {
            var latencies = CallBench.latencies(options, List.of(one, many));
            report.note(
                    "latency with 1 backend, p50", " ms", latencies.getFirst().millis(50));
            report.note(
                    "latency with 500 backends, p50", " ms", latencies.getLast().millis(50));
            report.atMost(
                    "latency with 500 backends, of that with 1",
                    "x",
                    1.2,
                    latencies.getLast().millis(50) / latencies.getFirst().millis(50));
        }
    }

    private void filterTools() throws Exception {
        if (!options.wants("filter")) {
            return;
        }
        try (var gateway = processes.gateway(1, 10_000)) {
            var searches = new ArrayList<Contender>();
            try {
                for (var search : List.of(
                        "{\"query\":\"list pods\"}",
                        "{\"pattern\":\"*_pods_*\"}",
                        "{\"query\":\"watch area\",\"pattern\":\"x_bench0_w*\"}")) {
                    searches.add(new Contender(
                            search, gateway.aggregate(), ToolCall.filterTools(search), Optional.of(gateway.process())));
                }
                CallBench.latencies(options, searches);
                searches.forEach(this::tellSearch);
            } finally {
                for (var search : searches) {
                    search.close();
                }
            }
        }
    }

    private void tellSearch(Contender search) {
        var figure = "filter_tools over 10,000 tools, `" + search.name() + "`";
        report.note(figure + ", p50", " ms", search.latencies().millis(50));
        report.atMost(figure + ", p99", " ms", 5, search.latencies().millis(99));
        report.atMost("wrong answers, " + figure, "", 0, (double) search.failures());
    }

    private void streams() throws Exception {
        if (!options.wants("streams")) {
            return;
        }
        try (var gateway = processes.gateway(1, 5)) {
            new MemoryBench(gateway.process(), report).streams(gateway.aggregate());
        }
    }
}

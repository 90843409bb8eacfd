package io.muster.bench;

/** From the start of the packaged program to its first answer to {@code initialize}. */
final class StartBench {
    private static final int STARTS = 10;
    private static final long BUDGET_NANOS = 30_000_000_000L;

    private final BenchProcesses processes;
    private final BenchReport report;

    StartBench(BenchProcesses processes, BenchReport report) {
        this.processes = processes;
        this.report = report;
    }

    void run() throws Exception {
        var wall = new Samples();
        var cpu = new Samples();
        for (var i = 0; i <= STARTS; i++) {
            var configuration = processes.configuration(1, 5);
            var start = System.nanoTime();
            try (var gateway = processes.start(configuration);
                    var caller = new Readiness(gateway.aggregate(), BUDGET_NANOS).awaitHandshake()) {
                // The first start reads the files into the cache of the system.
                if (i > 0) {
                    wall.add(System.nanoTime() - start);
                    cpu.add((long) (gateway.process().cpuSeconds() * 1e9));
                }
            }
        }
        report.atMost("start to first initialize, median of " + STARTS, " ms", 500, wall.millis(50));
        report.note("CPU time of a start, median", " ms", cpu.millis(50));
    }
}

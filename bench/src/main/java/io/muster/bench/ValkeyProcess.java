package io.muster.bench;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A Valkey or Redis of our own, on the core of the load generator, which keeps everything in memory. */
final class ValkeyProcess implements AutoCloseable {
    private static final List<String> PROGRAMS = List.of("valkey-server", "redis-server");

    private final Child process;
    private final String address;

    private ValkeyProcess(Child process, String address) {
        this.process = process;
        this.address = address;
    }

    /** Nothing where there is no such program on the path. */
    static Optional<ValkeyProcess> start() throws IOException {
        var port = Integer.toString(BenchProcesses.freePort());
        for (var program : PROGRAMS) {
            if (Child.run(program, "--version")) {
                var process = new ProcessBuilder(
                                program, "--bind", "127.0.0.1", "--port", port, "--save", "", "--appendonly", "no")
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
                return Optional.of(
                        new ValkeyProcess(BenchProcesses.pinnedAway(Child.of(process)), "127.0.0.1:" + port));
            }
        }
        return Optional.empty();
    }

    String address() {
        return address;
    }

    @Override
    public void close() throws Exception {
        process.close();
    }
}

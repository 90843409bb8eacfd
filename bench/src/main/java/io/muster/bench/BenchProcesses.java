package io.muster.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Starts what the measurements need: the backend, and packaged gateways in front of it. What is measured under load has the
 * last core for itself, and load generator and backend share the first; otherwise the system decides where programs run.
 */
final class BenchProcesses {
    private static final int CORES = Runtime.getRuntime().availableProcessors();
    private static final String MEASURED_CORE = Integer.toString(CORES - 1);
    private static final String OTHER_CORE = "0";
    private static final String ALL_CORES = "0-" + MEASURED_CORE;
    private static final boolean TASKSET = CORES > 1 && Child.run("taskset", "-V");
    private static final long READY_NANOS = 120_000_000_000L;

    private final Path distribution;
    private final Path directory;
    private final URI backend;
    private final List<Child> load;

    /** A running gateway. */
    record Gateway(Child process, URI root) implements AutoCloseable {
        URI aggregate() {
            return root.resolve("/mcp");
        }

        URI direct(int backend) {
            return root.resolve("/servers/bench" + backend + "/mcp");
        }

        @Override
        public void close() throws Exception {
            process.close();
        }
    }

    /**
     * @param backend where {@link BenchBackend} listens
     * @param load the load generator, and the backend if it is ours
     */
    BenchProcesses(Path distribution, Path directory, URI backend, List<Child> load) {
        this.distribution = distribution;
        this.directory = directory;
        this.backend = backend;
        this.load = load;
        apart();
    }

    /** Leaves one core to what is measured. */
    void apart() {
        load.forEach(BenchProcesses::pinnedAway);
    }

    /** Lets the system decide. */
    void anywhere() {
        load.forEach(BenchProcesses::anywhere);
    }

    /** Starts the backend; answers what it printed, too. */
    static Child startBackend(StringBuilder port) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(
                        java,
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.muster.bench.BenchBackend")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        port.append(process.inputReader(StandardCharsets.UTF_8).readLine());
        return Child.of(process);
    }

    static Child pinnedAway(Child process) {
        return CORES == 1 ? process : process.pinnedTo(OTHER_CORE);
    }

    static Child anywhere(Child process) {
        return process.pinnedTo(ALL_CORES);
    }

    static Child pinned(Child process) {
        return CORES == 1 ? process : process.pinnedTo(MEASURED_CORE);
    }

    /** One of the backends that the one process stands for. */
    URI backend(int tools, int number) {
        return backend.resolve("/tools/" + tools + "/" + number + "/mcp");
    }

    /** The one that wants a token. */
    URI guarded(int tools) {
        return backend.resolve("/guarded/" + tools + "/0/mcp");
    }

    /**
     * A gateway on the measured core, in front of that many backends with that many tools each; all of them can be called
     * when this returns.
     */
    Gateway gateway(int backends, int tools) throws Exception {
        return gateway(configuration(backends, tools), backends, Visitor.ANYBODY);
    }

    /** @param visitor who finds out whether they can be called */
    Gateway gateway(Configuration configuration, int backends, Visitor visitor) throws Exception {
        return ready(start(configuration, MEASURED_CORE), backends, visitor);
    }

    /** The same on all cores. */
    Gateway gatewayAnywhere(int backends, int tools) throws Exception {
        return ready(start(configuration(backends, tools)), backends, Visitor.ANYBODY);
    }

    private static Gateway ready(Gateway gateway, int backends, Visitor visitor) throws Exception {
        try {
            var ready = new Readiness(gateway.aggregate(), visitor, READY_NANOS);
            for (var number : IntStream.range(0, backends).toArray()) {
                ready.await(exposedName(number, 0));
            }
        } catch (IOException | RuntimeException e) {
            gateway.close();
            throw e;
        }
        return gateway;
    }

    /** Starts a gateway on all cores, as its users do, and does not wait for anything. */
    Gateway start(Configuration configuration) throws IOException {
        return start(configuration, ALL_CORES);
    }

    /** A process begins on the cores of the one that starts it, which is the load generator, unless it is told otherwise. */
    private Gateway start(Configuration configuration, String cores) throws IOException {
        var command = new ArrayList<>(TASKSET ? List.of("taskset", "-c", cores) : List.<String>of());
        command.addAll(List.of(
                "sh",
                distribution.resolve("bin/muster").toString(),
                "serve",
                "--silent",
                "--config-path",
                configuration.directory().toString()));
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(configuration.directory().resolve("log").toFile())
                .start();
        var child = Child.of(process).with(() -> delete(configuration.directory()));
        return new Gateway(child, URI.create("http://127.0.0.1:" + configuration.port()));
    }

    /** A configuration directory, and the port that it asks for. */
    record Configuration(Path directory, int port) {}

    Configuration configuration(int backends, int tools) throws IOException {
        return configuration(backends, tools, "");
    }

    /** @param more of {@code aggregator}, after a comma */
    Configuration configuration(int backends, int tools, String more) throws IOException {
        var config = Files.createTempDirectory(directory, "gateway");
        var port = freePort();
        Files.writeString(config.resolve("config.yaml"), "aggregator: {host: 127.0.0.1, port: " + port + more + "}\n");
        Files.createDirectories(config.resolve("mcpservers"));
        for (var number = 0; number < backends; number++) {
            Files.writeString(config.resolve("mcpservers/bench" + number + ".yaml"), """
                    apiVersion: muster.giantswarm.io/v1alpha1
                    kind: MCPServer
                    metadata: {name: bench%d}
                    spec: {type: streamable-http, url: "%s", autoStart: true}
                    """.formatted(
                            number, backend(tools, number)));
        }
        return new Configuration(config, port);
    }

    /** The name of a backend's tool in the aggregate. */
    static String exposedName(int backend, int tool) {
        return "x_bench" + backend + "_" + BenchBackend.toolName(tool);
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}

package io.muster.valkey;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A server process on a free port of this machine. */
final class RealServer implements AutoCloseable {
    private static final int ATTEMPTS = 5;

    private final Path directory;
    private final List<String> options;
    private int port;
    private @Nullable Process process;

    private RealServer(Path directory, List<String> options) {
        this.directory = directory;
        this.options = options;
    }

    /** A server that keeps its dump in the directory. */
    static RealServer start(Path directory, String... options) throws Exception {
        var server = new RealServer(directory, List.of(options));
        for (int attempt = 1; ; attempt++) {
            try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                server.port = free.getLocalPort();
            }
            try {
                server.start();
                return server;
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** Starts it on the same port as before. */
    void start() throws Exception {
        var line = new ArrayList<>(List.of(
                ServerProgram.found().orElseThrow().toString(),
                "--bind",
                "127.0.0.1",
                "--dir",
                directory.toString(),
                "--save",
                ""));
        if (!options.contains("--port")) {
            line.addAll(List.of("--port", Integer.toString(port)));
        }
        options.forEach(option -> line.add(option.replace("<port>", Integer.toString(port))));
        var started = new ProcessBuilder(line).redirectErrorStream(true).start();
        process = started;
        var ready = new CompletableFuture<Void>();
        Thread.ofVirtual().start(() -> read(started, ready));
        try {
            ready.get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            started.destroyForcibly();
            throw new IOException("the server does not start", e);
        }
    }

    private static void read(Process process, CompletableFuture<Void> ready) {
        var output = new StringBuilder();
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                output.append(line).append('\n');
                if (line.contains("Ready to accept connections")) {
                    ready.complete(null);
                }
            }
        } catch (IOException e) {
            output.append(e);
        }
        ready.completeExceptionally(new IOException(output.toString()));
    }

    int port() {
        return port;
    }

    /** How to reach it; patient, because the machines that run tests are busy. */
    ValkeySettings settings() {
        return settings(Duration.ofMinutes(1));
    }

    /** The same, less patient. */
    ValkeySettings settings(Duration timeout) {
        var usual = ValkeySettings.at("127.0.0.1:" + port);
        return new ValkeySettings(
                usual.host(),
                usual.port(),
                usual.username(),
                usual.password(),
                usual.tls(),
                usual.database(),
                usual.keyPrefix(),
                timeout,
                usual.connections());
    }

    void kill() throws Exception {
        var running = process;
        if (running != null) {
            running.destroyForcibly();
            running.waitFor(30, TimeUnit.SECONDS);
        }
    }

    /** Makes the server hang, as behind a network that swallows everything. */
    void freeze() throws Exception {
        signal("-STOP");
    }

    void thaw() throws Exception {
        signal("-CONT");
    }

    private void signal(String name) throws Exception {
        var running = process;
        if (running != null) {
            new ProcessBuilder("kill", name, Long.toString(running.pid()))
                    .start()
                    .waitFor(30, TimeUnit.SECONDS);
        }
    }

    @Override
    public void close() throws Exception {
        kill();
    }
}

package io.muster.verify.program;

import io.muster.verify.toolchain.Command;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A foreign server that listens on a port of its own. */
public final class Listener implements AutoCloseable {
    private final Process process;
    private final int port;

    private Listener(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts a server that prints {@code listening on <port>}. */
    public static Listener announced(Command command) {
        try {
            var process = command.builder()
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            var line = new BufferedReader(process.inputReader(StandardCharsets.UTF_8)).readLine();
            if (line == null || !line.startsWith("listening on ")) {
                process.destroyForcibly();
                throw new AssertionError("instead of its port the server says " + line);
            }
            return new Listener(process, Integer.parseInt(line.substring("listening on ".length())));
        } catch (IOException e) {
            throw new UncheckedIOException("the server does not start", e);
        }
    }

    /** Starts a server that takes its port from {@code PORT}. */
    public static Listener told(Command command) {
        try {
            var port = ConfigDirectory.freePort();
            var process = command.env("PORT", Integer.toString(port))
                    .builder()
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Await.until("listener on port " + port, Duration.ofSeconds(20), () -> accepts(port));
            return new Listener(process, port);
        } catch (IOException e) {
            throw new UncheckedIOException("the server does not start", e);
        }
    }

    public String url(String path) {
        return "http://localhost:" + port + path;
    }

    @Override
    public void close() {
        process.destroy();
    }

    private static boolean accepts(int port) {
        try (var socket = new Socket("localhost", port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}

package io.muster.verify.program;

import io.muster.verify.toolchain.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** A foreign server that listens on a port of its own. */
public final class Listener implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(90);
    private static final Pattern ANNOUNCEMENT = Pattern.compile("listening on (\\d+)\\R");

    private final Process process;
    private final Path log;
    private final int port;

    private Listener(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /** Starts a server that prints {@code listening on <port>}. */
    public static Listener announced(Command command) {
        return start(command, log -> {
            var found = ANNOUNCEMENT.matcher(log);
            return found.find() ? Optional.of(Integer.parseInt(found.group(1))) : Optional.empty();
        });
    }

    /** Starts a server that takes its port from {@code PORT}. */
    public static Listener told(Command command) {
        var port = ConfigDirectory.freePort();
        return start(
                command.env("PORT", Integer.toString(port)), _ -> accepts(port) ? Optional.of(port) : Optional.empty());
    }

    private static Listener start(Command command, Function<String, Optional<Integer>> port) {
        try {
            var log = Files.createTempFile("verify", ".log");
            var process = command.builder()
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            return new Listener(process, log, await(process, log, port));
        } catch (IOException e) {
            throw new UncheckedIOException("the server does not start", e);
        }
    }

    private static int await(Process process, Path log, Function<String, Optional<Integer>> port) {
        try {
            return Await.value("listening server", START, () -> {
                if (!process.isAlive()) {
                    throw new AssertionError("the server ended with " + process.exitValue());
                }
                return port.apply(text(log));
            });
        } catch (AssertionError e) {
            process.destroyForcibly();
            throw new AssertionError(e.getMessage() + "; it wrote:\n" + text(log), e);
        }
    }

    public String url(String path) {
        return "http://localhost:" + port + path;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new UncheckedIOException("the log stays", e);
        }
    }

    private static String text(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException("no log", e);
        }
    }

    private static boolean accepts(int port) {
        try (var socket = new Socket("localhost", port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}

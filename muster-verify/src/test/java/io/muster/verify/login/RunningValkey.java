package io.muster.verify.login;

import io.muster.verify.program.Await;
import io.muster.verify.program.ConfigDirectory;
import io.muster.verify.toolchain.Valkey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;

/** A server that forces every write to the disk. Can be killed and started again, and cut off from the network. */
final class RunningValkey implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);

    private final Valkey valkey;
    private final Path directory;
    private final int port = ConfigDirectory.freePort();
    private Process process;

    private RunningValkey(Valkey valkey, Path directory) throws IOException {
        this.valkey = valkey;
        this.directory = directory;
        this.process = launch();
    }

    static RunningValkey start(Valkey valkey) {
        try {
            var running = new RunningValkey(valkey, Files.createTempDirectory("muster-valkey"));
            running.awaitReady();
            return running;
        } catch (IOException e) {
            throw new UncheckedIOException("Valkey does not start", e);
        }
    }

    int port() {
        return port;
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    void kill() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("Valkey survives SIGKILL");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void restart() {
        try {
            process = launch();
            awaitReady();
        } catch (IOException e) {
            throw new UncheckedIOException("Valkey does not start again", e);
        }
    }

    /** As if their time were up. */
    void letLocksExpire() {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) START.toMillis());
            var script =
                    "for _, key in ipairs(redis.call('KEYS', ARGV[1])) do redis.call('DEL', key) end return 'done'";
            socket.getOutputStream()
                    .write(("EVAL \"" + script + "\" 0 *:provider-lock:*\r\n").getBytes(StandardCharsets.US_ASCII));
            var answer = new byte[1];
            if (socket.getInputStream().read(answer) < 1 || answer[0] != '$') {
                throw new AssertionError("Valkey does not delete the locks");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no locks expire", e);
        }
    }

    /** Connections stay open, and nothing comes back on them. */
    void cutOff() {
        signal("-STOP");
    }

    void reconnect() {
        signal("-CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", name, Long.toString(process.pid()))
                    .start()
                    .waitFor(START.toSeconds(), TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Process launch() throws IOException {
        return valkey.serve(
                        "--bind", "127.0.0.1",
                        "--port", Integer.toString(port),
                        "--dir", directory.toString(),
                        "--save", "",
                        "--appendonly", "yes",
                        "--appendfsync", "always")
                .builder()
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private void awaitReady() {
        Await.until("Valkey answers", START, () -> {
            try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return true;
            } catch (IOException notYet) {
                return false;
            }
        });
    }

    @Override
    public void close() {
        kill();
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + directory, e);
        }
    }
}

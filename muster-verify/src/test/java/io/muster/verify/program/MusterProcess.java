package io.muster.verify.program;

import io.muster.verify.toolchain.Command;
import io.muster.verify.toolchain.Program;
import io.muster.wire.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The packaged program while it serves. Closing sends SIGTERM and checks that it ends as it should. */
public final class MusterProcess implements AutoCloseable {
    private static final Duration EFFECT = Duration.ofSeconds(90);
    private static final Duration STOP = Duration.ofSeconds(30);
    private static final Set<String> UP = Set.of("running", "connected");

    private final Process process;
    private final ConfigDirectory config;
    private final Path log;
    private final HttpClient http = HttpClient.newHttpClient();

    private MusterProcess(Process process, ConfigDirectory config, Path log) {
        this.process = process;
        this.config = config;
        this.log = log;
    }

    public static MusterProcess start(Program program, ConfigDirectory config) {
        return start(program, config, Map.of());
    }

    /** Starts the program and waits until it is ready; not until its servers are. */
    public static MusterProcess start(
            Program program, ConfigDirectory config, Map<String, String> environment, String... flags) {
        var serve = serve(program, config).with(flags);
        for (var variable : environment.entrySet()) {
            serve = serve.env(variable.getKey(), variable.getValue());
        }
        return start(serve, config);
    }

    /** Starts the program and waits until it serves, however little. */
    public static MusterProcess startDegraded(Program program, ConfigDirectory config, String... flags) {
        return start(serve(program, config).with(flags), config, "/health");
    }

    /** The same on a disk that has no room for more than small files. */
    public static MusterProcess startOnFullDisk(Program program, ConfigDirectory config) {
        return start(serve(program, config).withSmallFiles(), config);
    }

    private static Command serve(Program program, ConfigDirectory config) {
        return program.command("serve", "--config-path", config.path().toString());
    }

    private static MusterProcess start(Command serve, ConfigDirectory config) {
        return start(serve, config, "/ready");
    }

    private static MusterProcess start(Command serve, ConfigDirectory config, String sign) {
        var log = config.path().resolve("muster.log");
        try {
            var process = serve.builder()
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            var muster = new MusterProcess(process, config, log);
            muster.awaitSign(sign);
            return muster;
        } catch (IOException e) {
            throw new UncheckedIOException("the program does not start", e);
        }
    }

    public ConfigDirectory config() {
        return config;
    }

    public URI url(String path) {
        return URI.create("http://localhost:" + config.port() + path);
    }

    /** A client of the aggregate. */
    public HttpPeer aggregate() {
        return HttpPeer.connect(http, url("/mcp"));
    }

    /** A client of one server. */
    public HttpPeer direct(String server) {
        return HttpPeer.connect(http, url("/servers/" + server + "/mcp"));
    }

    /** Waits until the servers are connected. */
    public MusterProcess awaitServers(String... names) {
        var peer = aggregate();
        for (var name : names) {
            awaitState(peer, name, UP);
        }
        return this;
    }

    /** Waits until the direct endpoint of a server answers. */
    public HttpPeer awaitDirect(String server) {
        return await(
                "direct endpoint of " + server, () -> HttpPeer.tryConnect(http, url("/servers/" + server + "/mcp")));
    }

    public void awaitState(HttpPeer peer, String server, Set<String> states) {
        until(server + " in state " + states, () -> states.contains(state(peer, server)));
    }

    /** Waits for an effect of something on the program; a failure shows what the program wrote. */
    public <T> T await(String what, Supplier<Optional<T>> question) {
        try {
            return Await.value(what, EFFECT, question);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; the log says:\n" + log(), e);
        }
    }

    /** Like {@link #await}, when there is nothing to answer. */
    public void until(String what, BooleanSupplier condition) {
        await(what, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    /** The state that {@code core_service_status} tells; empty when there is no such service. */
    public static String state(HttpPeer peer, String server) {
        var answer = peer.call("core_service_status", JsonObject.of("name", server));
        return answer.isError() ? "" : answer.document().text("state", "");
    }

    public int get(String path) {
        try {
            return http.send(HttpRequest.newBuilder(url(path)).timeout(EFFECT).build(), BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Everything the program has written so far. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException("no log", e);
        }
    }

    public long pid() {
        return process.pid();
    }

    public List<ProcessHandle> children() {
        return process.descendants().toList();
    }

    /** Sends SIGTERM and answers at once. */
    public void terminate() {
        process.destroy();
    }

    /** Sends SIGKILL: the program says no more word to anybody. */
    public void kill() {
        process.destroyForcibly();
        awaitExit();
        http.close();
        config.delete();
    }

    /** Waits for the end and answers the exit code. */
    public int awaitExit() {
        try {
            if (!process.waitFor(STOP)) {
                throw new AssertionError("the program did not end within " + STOP + "; the log says:\n" + log());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Stops the program: exit code 0, no child left. */
    @Override
    public void close() {
        var children = children();
        try {
            terminate();
            var exitCode = awaitExit();
            if (exitCode != 0) {
                throw new AssertionError("the program ended with " + exitCode + "; the log says:\n" + log());
            }
            until("end of all children", () -> children.stream().noneMatch(ProcessHandle::isAlive));
        } finally {
            children.forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            http.close();
            config.delete();
        }
    }

    private void awaitSign(String path) {
        try {
            until("answer of " + path, () -> {
                if (!process.isAlive()) {
                    throw new AssertionError("the program ended with " + process.exitValue());
                }
                return get(path) == 200;
            });
        } catch (AssertionError e) {
            process.destroyForcibly();
            throw e;
        }
    }
}

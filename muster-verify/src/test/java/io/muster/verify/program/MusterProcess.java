package io.muster.verify.program;

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
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The packaged program while it serves. Closing sends SIGTERM and checks that it ends as it should. */
public final class MusterProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration CONNECT = Duration.ofSeconds(30);
    private static final Duration STOP = Duration.ofSeconds(10);
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
    public static MusterProcess start(Program program, ConfigDirectory config, Map<String, String> environment) {
        var log = config.path().resolve("muster.log");
        var builder = program.command("serve", "--config-path", config.path().toString())
                .builder();
        builder.environment().putAll(environment);
        try {
            var process = builder.redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            var muster = new MusterProcess(process, config, log);
            muster.awaitReady();
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
            awaitState(peer, name, UP, CONNECT);
        }
        return this;
    }

    /** Waits until the direct endpoint of a server answers. */
    public HttpPeer awaitDirect(String server) {
        return Await.value(
                "direct endpoint of " + server,
                CONNECT,
                () -> HttpPeer.tryConnect(http, url("/servers/" + server + "/mcp")));
    }

    public void awaitState(HttpPeer peer, String server, Set<String> states, Duration limit) {
        try {
            Await.until(server + " in state " + states, limit, () -> states.contains(state(peer, server)));
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; the log says:\n" + log(), e);
        }
    }

    /** The state that {@code core_service_status} tells; empty when there is no such service. */
    public static String state(HttpPeer peer, String server) {
        var answer = peer.call("core_service_status", JsonObject.of("name", server));
        return answer.isError() ? "" : answer.document().text("state", "");
    }

    public int get(String path) {
        try {
            return http.send(HttpRequest.newBuilder(url(path)).timeout(START).build(), BodyHandlers.discarding())
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

    /** Waits for the end and answers the exit code. */
    public int awaitExit(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("the program did not end within " + limit + "; the log says:\n" + log());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Stops the program: exit code 0 within ten seconds, no child left. */
    @Override
    public void close() {
        var children = children();
        try {
            terminate();
            var exitCode = awaitExit(STOP);
            if (exitCode != 0) {
                throw new AssertionError("the program ended with " + exitCode + "; the log says:\n" + log());
            }
            Await.until(
                    "end of all children",
                    Duration.ofSeconds(2),
                    () -> children.stream().noneMatch(ProcessHandle::isAlive));
        } finally {
            children.forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            http.close();
            config.delete();
        }
    }

    private void awaitReady() {
        try {
            Await.until("answer of /ready", START, () -> {
                if (!process.isAlive()) {
                    throw new AssertionError("the program ended with " + process.exitValue());
                }
                return get("/ready") == 200;
            });
        } catch (AssertionError e) {
            process.destroyForcibly();
            throw new AssertionError(e.getMessage() + "; the log says:\n" + log(), e);
        }
    }
}

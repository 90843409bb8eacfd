package io.muster.verify.login;

import io.muster.verify.program.Await;
import io.muster.verify.program.ConfigDirectory;
import io.muster.verify.program.JavaProgram;
import io.muster.verify.toolchain.Command;
import io.muster.verify.toolchain.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** An MCP server on a foreign SDK that lets in nobody but bearers of ID tokens. */
final class GuardedServer implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;
    private final Process process;

    private GuardedServer(int port, Command command) {
        this.port = port;
        try {
            process = command.builder()
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("the guarded server does not start", e);
        }
        Await.until("the guarded server answers", START, this::answers);
    }

    /**
     * Starts one on the TypeScript SDK, with that SDK's middleware.
     *
     * @param issuer of the tokens
     * @param certificate that the issuer is known by
     * @param audience that they must have
     */
    static GuardedServer typeScript(Node node, String issuer, Path certificate, String audience) {
        var port = ConfigDirectory.freePort();
        var command = node.script("guarded.mjs", Integer.toString(port), issuer, audience);
        return new GuardedServer(port, command.env("NODE_EXTRA_CA_CERTS", certificate.toString()));
    }

    /** Starts one on the Java SDK, in Tomcat. */
    static GuardedServer java(String issuer, Path certificate, String audience) {
        var port = ConfigDirectory.freePort();
        var command = new Command(JavaProgram.line(JavaGuarded.class), Path.of("."), Map.of());
        return new GuardedServer(port, command.with(Integer.toString(port), issuer, audience, certificate.toString()));
    }

    String url() {
        return "http://127.0.0.1:" + port + "/mcp";
    }

    /** How many requests came with a token that is not good. */
    int refused() {
        return Integer.parseInt(get("/refused"));
    }

    private boolean answers() {
        if (!process.isAlive()) {
            throw new AssertionError("the guarded server ended with " + process.exitValue());
        }
        try {
            return refused() == 0;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    private String get(String path) {
        try {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .timeout(START)
                    .build();
            return http.send(request, BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException("no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        http.close();
        process.destroyForcibly();
    }
}

package io.muster.app.main;

import io.muster.cli.command.Commands;
import io.muster.cli.command.Console;
import io.muster.cli.command.Program;
import io.muster.cli.command.ServeOptions;
import io.muster.cli.setup.Installation;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Uses the program as it is used in earnest, once, so that the start-up cache (JEP 514) holds what a start needs: the
 * command {@code serve}, a server with one backend over HTTP, which is the server itself, a handshake, a search and calls.
 *
 * <p>The arguments are the command line of another program, which runs, with the endpoint as a further argument, while
 * the server is there: the training of the commands.
 */
public final class TrainingRun implements Program {
    private static final int ROUNDS = 300;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final List<String> other;

    private TrainingRun(List<String> other) {
        this.other = other;
    }

    public static void main(String[] args) throws IOException {
        Main.prepare();
        var directory = Files.createTempDirectory("muster-training");
        var console = Console.ofProcess();
        var standardError = System.err;
        // The log is written as in earnest, but nobody reads it.
        System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        try {
            configure(directory);
            var status = new Commands(new TrainingRun(List.of(args)), console)
                    .run("serve", "--config-path", directory.toString());
            if (status != 0) {
                throw new IllegalStateException("the training failed with status " + status);
            }
        } finally {
            System.setErr(standardError);
            delete(directory);
        }
    }

    private static void configure(Path directory) throws IOException {
        var port = freePort();
        Files.writeString(directory.resolve("config.yaml"), "aggregator: {port: " + port + "}\n");
        Files.createDirectories(directory.resolve("mcpservers"));
        Files.writeString(directory.resolve("mcpservers/self.yaml"), """
                apiVersion: muster.giantswarm.io/v1alpha1
                kind: MCPServer
                metadata: {name: self}
                spec: {type: streamable-http, url: "http://127.0.0.1:%d/mcp", autoStart: true}
                """.formatted(port));
    }

    @Override
    public Version version() {
        return BuildVersion.read();
    }

    @Override
    public void serve(ServeOptions options) {
        try (var server = new MusterProgram().start(options)) {
            use(server.endpoint());
            runOther(server.endpoint());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public RunningServer start(ServeOptions options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void logToStandardError(boolean everything) {
        throw new UnsupportedOperationException();
    }

    @Override
    public AtSignal atSignal(Runnable task) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void mockServer(Path configuration) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Installation installation(Optional<Path> configDirectory) {
        throw new UnsupportedOperationException();
    }

    private void runOther(URI endpoint) throws IOException, InterruptedException {
        if (other.isEmpty()) {
            return;
        }
        var line = new ArrayList<>(other);
        line.add(endpoint.toString());
        var process = new ProcessBuilder(line)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        if (process.waitFor() != 0) {
            throw new IllegalStateException("the training of the commands failed with status " + process.exitValue());
        }
    }

    private static void use(URI endpoint) throws IOException {
        var session = post(endpoint, "", """
                {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
                "capabilities":{},"clientInfo":{"name":"training","version":"1"}}}""");
        for (int round = 0; round < ROUNDS; round++) {
            post(endpoint, session, """
                    {"jsonrpc":"2.0","id":2,"method":"tools/list"}""");
            call(endpoint, session, "filter_tools", "{\"query\":\"list services\"}");
            call(endpoint, session, "call_tool", "{\"name\":\"core_service_list\"}");
            call(endpoint, session, "call_tool", "{\"name\":\"core_mcpserver_list\"}");
            call(endpoint, session, "call_tool", "{\"name\":\"x_self_list_core_tools\",\"arguments\":{}}");
        }
    }

    private static void call(URI endpoint, String session, String tool, String arguments) throws IOException {
        post(endpoint, session, """
                {"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"%s","arguments":%s}}""".formatted(tool, arguments));
    }

    /** Sends one message and answers the session id that came back, or the one that was sent. */
    private static String post(URI endpoint, String session, String message) throws IOException {
        var connection = (HttpURLConnection) endpoint.toURL().openConnection();
        connection.setRequestMethod("POST");
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setRequestProperty("Accept", "application/json, text/event-stream");
        if (!session.isEmpty()) {
            connection.setRequestProperty("Mcp-Session-Id", session);
        }
        connection.setDoOutput(true);
        try (var body = connection.getOutputStream()) {
            body.write(message.getBytes(StandardCharsets.UTF_8));
        }
        try (var body = connection.getInputStream()) {
            body.transferTo(OutputStream.nullOutputStream());
        }
        var issued = connection.getHeaderField("Mcp-Session-Id");
        return issued == null ? session : issued;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

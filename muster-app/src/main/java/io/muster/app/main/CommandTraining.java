package io.muster.app.main;

import io.muster.cli.command.Commands;
import io.muster.cli.command.Console;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/**
 * Runs the commands that are short, and the bridge of an IDE, against a running server, so that their start-up cache
 * holds what they need. The argument is the endpoint of the server.
 */
public final class CommandTraining {
    private static final List<List<String>> LINES = List.of(
            List.of("--version"),
            List.of("--help"),
            List.of("help", "serve"),
            List.of("version"),
            List.of("version", "-o", "json"),
            List.of("completion", "bash"),
            List.of("context", "list"),
            List.of("__complete", "--", "get", "mcpserver", ""),
            List.of("list", "mcpserver"),
            List.of("list", "service", "-o", "json"),
            List.of("list", "tools", "--filter", "core_*"),
            List.of("get", "mcpserver", "self", "-o", "yaml"),
            List.of("get", "tool", "core_service_list"),
            List.of("check", "mcpserver", "self"),
            List.of("call", "core_service_list", "-o", "yaml"),
            List.of("call", "core_service_status", "--name", "self"),
            List.of("events", "--limit", "5"),
            List.of("auth", "status"),
            List.of("auth", "whoami"),
            List.of("no-such-command"));

    private static final List<List<String>> WITHOUT_SERVER = List.of(List.of("version"), List.of("list", "mcpserver"));
    /** An endpoint where nothing listens: the port is reserved. */
    private static final String NOBODY = "http://localhost:1/mcp";

    private static final String CONVERSATION = """
            {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},\
            "clientInfo":{"name":"training","version":"1"}}}
            {"jsonrpc":"2.0","method":"notifications/initialized"}
            {"jsonrpc":"2.0","id":2,"method":"tools/list"}
            {"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"list_core_tools","arguments":{}}}
            """;

    private CommandTraining() {}

    public static void main(String[] args) {
        Main.prepare();
        for (var environment : environments(args[0])) {
            LINES.forEach(line -> run(environment, InputStream.nullInputStream(), line));
            var messages = new ByteArrayInputStream(CONVERSATION.getBytes(StandardCharsets.UTF_8));
            run(environment, messages, List.of("agent", "--mcp-server"));
        }
        WITHOUT_SERVER.forEach(line ->
                run(Map.of("HOME", home(Map.of()), "MUSTER_ENDPOINT", NOBODY), InputStream.nullInputStream(), line));
        Main.isEnding();
    }

    /** What people have: nothing but a variable, a configuration, or a context. All lead to the endpoint. */
    private static List<Map<String, String>> environments(String endpoint) {
        var port = URI.create(endpoint).getPort();
        var config = Map.of("config.yaml", "aggregator:\n  host: localhost\n  port: " + port + "\n");
        var context = Map.of(
                "contexts.yaml",
                "current-context: training\ncontexts:\n- name: training\n  endpoint: " + endpoint + "\n");
        return List.of(
                Map.of("HOME", home(Map.of()), "MUSTER_ENDPOINT", endpoint),
                Map.of("HOME", home(config)),
                Map.of("HOME", home(context)));
    }

    private static String home(Map<String, String> files) {
        try {
            var home = Files.createTempDirectory("muster-training");
            var directory = Files.createDirectories(home.resolve(".config/muster"));
            // Deleted in the reverse order.
            List.of(home, home.resolve(".config"), directory)
                    .forEach(path -> path.toFile().deleteOnExit());
            for (var file : files.entrySet()) {
                var path = Files.writeString(directory.resolve(file.getKey()), file.getValue());
                path.toFile().deleteOnExit();
            }
            return home.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(Map<String, String> environment, InputStream in, List<String> line) {
        var ignored = new PrintWriter(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        new Commands(
                        new MusterProgram(),
                        new Console(
                                ignored,
                                ignored,
                                in,
                                environment,
                                Console.ofProcess().terminal()))
                .run(line.toArray(String[]::new));
    }
}

package io.muster.app.main;

import io.muster.cli.command.Commands;
import io.muster.cli.command.Console;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
            List.of("no-such-command"));

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
        var home = home(args[0]);
        var environment = Map.of("HOME", home.toString());
        LINES.forEach(line -> run(environment, InputStream.nullInputStream(), line));
        var messages = new ByteArrayInputStream(CONVERSATION.getBytes(StandardCharsets.UTF_8));
        run(environment, messages, List.of("agent", "--mcp-server"));
    }

    /** The home of somebody who has what most people have: a configuration and a context. */
    private static Path home(String endpoint) {
        try {
            var home = Files.createTempDirectory("muster-training");
            var directory = Files.createDirectories(home.resolve(".config/muster"));
            var config = Files.writeString(directory.resolve("config.yaml"), "aggregator:\n  port: 8090\n");
            var contexts = Files.writeString(
                    directory.resolve("contexts.yaml"),
                    "current-context: training\ncontexts:\n- name: training\n  endpoint: " + endpoint + "\n");
            // Deleted in the reverse order.
            for (var path : List.of(home, home.resolve(".config"), directory, config, contexts)) {
                path.toFile().deleteOnExit();
            }
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(Map<String, String> environment, InputStream in, List<String> line) {
        var ignored = new PrintWriter(Writer.nullWriter());
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

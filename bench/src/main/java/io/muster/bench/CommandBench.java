package io.muster.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The short commands, and the bridge of an IDE, as whole processes against a server that runs. The arguments are the
 * launcher of an unpacked download and the endpoint of the server.
 */
public final class CommandBench {
    private static final int RUNS = 20;
    private static final int ROUNDS = 4;
    private static final int CALLS = 1_000;
    private static final ToolCall CALL = number -> """
            {"jsonrpc":"2.0","id":%d,"method":"tools/call",\
            "params":{"name":"call_tool","arguments":{"name":"core_service_list"}}}""".formatted(number);

    private CommandBench() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 2) {
            System.err.println("usage: CommandBench <unpacked download>/bin/muster <endpoint of a running server>");
            return;
        }
        var muster = Path.of(arguments[0]).toRealPath();
        var endpoint = arguments[1];
        starts(List.of(
                List.of(muster.resolveSibling("../runtime/bin/java").toString(), "-version"),
                List.of(muster.toString(), "--help"),
                List.of(muster.toString(), "version", "--endpoint", endpoint),
                List.of(muster.toString(), "list", "mcpserver", "--endpoint", endpoint)));
        bridge(muster, URI.create(endpoint));
    }

    /** Runs of all commands alternate, so that a busy machine slows all of them. */
    private static void starts(List<List<String>> lines) throws IOException, InterruptedException {
        var samples = new ArrayList<Samples>();
        lines.forEach(ignored -> samples.add(new Samples()));
        for (var run = 0; run <= RUNS; run++) {
            for (var at = 0; at < lines.size(); at++) {
                var duration = duration(lines.get(at));
                if (run > 0) {
                    samples.get(at).add(duration);
                }
            }
        }
        for (var at = 0; at < lines.size(); at++) {
            var words = lines.get(at);
            var name = Path.of(words.getFirst()).getFileName() + " " + String.join(" ", words.subList(1, words.size()));
            report(name, samples.get(at));
        }
    }

    private static long duration(List<String> line) throws IOException, InterruptedException {
        var start = System.nanoTime();
        var process = new ProcessBuilder(line)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(line + " ended with " + process.exitValue());
        }
        return System.nanoTime() - start;
    }

    private static void bridge(Path muster, URI endpoint) throws Exception {
        var process = new ProcessBuilder(muster.toString(), "agent", "--mcp-server", "--endpoint", endpoint.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var child = Child.of(process);
                var direct = McpCaller.connect(endpoint);
                var to = process.getOutputStream();
                var from = process.inputReader(StandardCharsets.UTF_8)) {
            exchange(to, from, McpCaller.INITIALIZE, 1);
            direct.prepare(CALL);
            var throughBridge = new Samples();
            var directly = new Samples();
            for (int number = 2; number < ROUNDS * CALLS; number++) {
                var start = System.nanoTime();
                exchange(to, from, CALL.message(number), number);
                var between = System.nanoTime();
                if (!direct.call()) {
                    throw new IllegalStateException("the server answered a direct call wrongly");
                }
                if (number > CALLS) {
                    throughBridge.add(between - start);
                    directly.add(System.nanoTime() - between);
                }
            }
            report("call through the bridge", throughBridge);
            report("call directly", directly);
            System.out.printf(
                    Locale.ROOT, "%-40s %8.1f MiB%n", "memory of the bridge", child.residentBytes() / 1048576.0);
        }
    }

    private static void exchange(OutputStream to, BufferedReader from, String message, int id) throws IOException {
        to.write((message + "\n").getBytes(StandardCharsets.UTF_8));
        to.flush();
        for (var line = from.readLine(); line != null; line = from.readLine()) {
            if (line.contains("\"id\":" + id + ",")) {
                return;
            }
        }
        throw new IllegalStateException("the bridge has ended");
    }

    private static void report(String name, Samples samples) {
        System.out.printf(
                Locale.ROOT, "%-40s %8.3f ms median, %8.3f ms at best%n", name, samples.millis(50), samples.millis(0));
    }
}

package io.muster.mcp.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** A small MCP server on stdio for tests, whose tools misbehave in various ways. Uses nothing but the JDK. */
public final class ScriptedChild {
    private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");
    private static final Pattern TOOL = Pattern.compile("\"name\":\"([a-z]+)\"");
    private static final Pattern ARGUMENT = Pattern.compile("\"arg\":\"([^\"]*)\"");

    private final BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private String pendingQuestion = "";

    private ScriptedChild() {}

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "serve" -> new ScriptedChild().serve();
            case "silent" -> Thread.sleep(600_000);
            case "crash" -> {
                System.err.println("cannot start: api_key=abcdef123456 is invalid for " + System.getenv("TENANT"));
                System.exit(3);
            }
            case "stubborn" -> {
                Runtime.getRuntime().addShutdownHook(new Thread(ScriptedChild::hang));
                new ScriptedChild().serve();
                hang();
            }
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private void serve() throws Exception {
        for (var line = in.readLine(); line != null; line = in.readLine()) {
            if (line.contains("\"method\":\"initialize\"")) {
                answer(id(line), "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"serverInfo\":{}}");
            } else if (line.contains("\"method\":\"tools/call\"")) {
                call(line);
            } else if (line.contains("\"id\":\"q\"")) {
                answer(pendingQuestion, line);
            }
        }
    }

    private void call(String line) throws Exception {
        var id = id(line);
        var argument = find(ARGUMENT, line);
        switch (find(TOOL, line)) {
            case "echo" -> answer(id, "{\"echo\":" + line + "}");
            case "env" -> answer(id, "{\"value\":\"" + System.getenv(argument) + "\"}");
            case "hang" -> out.println("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{}}");
            case "exit" -> {
                System.err.println("giving up");
                System.exit(Integer.parseInt(argument));
            }
            case "last" -> {
                answer(id, "{\"last\":true}");
                System.exit(0);
            }
            case "flood" -> {
                for (int i = 0; i < 20_000; i++) {
                    System.err.println("line " + i + " of a very chatty server that nobody reads in time");
                }
                answer(id, "{}");
            }
            case "garbage" -> {
                out.println("starting up, please wait ...");
                out.println("\u0000\u0001{{{");
                answer(id, "{\"survived\":true}");
            }
            case "huge" -> {
                out.print("{\"result\":{\"id\":77,\"text\":\"" + "x".repeat(Integer.parseInt(argument)) + "\"},");
                out.println("\"jsonrpc\":\"2.0\",\"id\":" + id + "}");
            }
            case "ask" -> {
                pendingQuestion = id;
                out.println("{\"jsonrpc\":\"2.0\",\"id\":\"q\",\"method\":\"elicitation/create\",\"params\":{}}");
            }
            case "stopreading" -> {
                answer(id, "{}");
                hang();
            }
            case "grandchild" -> {
                var grandchild = new ProcessBuilder("sleep", "600").start();
                answer(id, "{\"pid\":" + grandchild.pid() + "}");
            }
            case "orphan" -> {
                // The shell ends at once, so that the sleeper is nobody's child.
                var shell = new ProcessBuilder("sh", "-c", "sleep 600 >/dev/null 2>&1 & echo $!").start();
                var pid = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
                answer(id, "{\"pid\":" + pid + "}");
            }
            default -> throw new IOException("unknown tool");
        }
    }

    private void answer(String id, String result) {
        out.println("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}");
    }

    private static String id(String line) {
        return find(ID, line);
    }

    private static String find(Pattern pattern, String line) {
        var matcher = pattern.matcher(line);
        return matcher.find() ? matcher.group(1) : "";
    }

    private static void hang() {
        try {
            Thread.sleep(600_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

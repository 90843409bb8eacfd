package io.muster.cli.command;

import io.muster.cli.format.Suggestion;
import io.muster.cli.syntax.Reading;
import io.muster.wire.time.SystemScheduler;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;

/** Runs one command line. */
public final class Commands {
    private static final int NAME_WIDTH = 13;

    private final Shell shell;

    public Commands(Program program, Console console) {
        shell = new Shell(program, console, SystemScheduler.clock());
    }

    /** Commands that nobody watches and that read nothing. */
    public Commands(Program program, PrintWriter out, PrintWriter err) {
        this(program, new Console(out, err, InputStream.nullInputStream(), System.getenv(), false));
    }

    /** Runs the command and answers the exit code of the process. */
    public int run(String... args) {
        var words = List.of(args);
        var first = words.isEmpty() ? "--help" : words.getFirst();
        var rest = words.isEmpty() ? words : words.subList(1, words.size());
        return switch (first) {
            case "--version", "-v" -> {
                shell.console()
                        .println("muster version " + shell.program().version().number());
                yield ExitCode.SUCCESS;
            }
            case "--help", "-h" -> help();
            case "help" -> rest.isEmpty() ? help() : run(rest.getFirst(), "--help");
            default -> run(first, rest);
        };
    }

    private int run(String name, List<String> rest) {
        var syntax = CommandTable.create(name, shell);
        if (syntax.isEmpty()) {
            return fail(
                    name.startsWith("-")
                            ? "unknown flag: " + name.split("=", 2)[0]
                            : "unknown command \"" + name + "\" for \"muster\""
                                    + Suggestion.of(name, CommandTable.names()),
                    ExitCode.ERROR);
        }
        try {
            return run(syntax.get().read("muster ", rest));
        } catch (InterruptedException | RuntimeException failure) {
            return fail(reason(failure), ExitCode.of(failure));
        }
    }

    private int run(Reading reading) throws InterruptedException {
        return switch (reading) {
            case Reading.Run(var action) -> action.run();
            case Reading.Help(var text) -> {
                shell.console().print(text);
                yield ExitCode.SUCCESS;
            }
        };
    }

    private int help() {
        var text = new StringBuilder("""
                The control plane between AI agents and MCP servers: one endpoint in front of all of them.

                Usage: muster COMMAND [flags]

                Commands:
                """);
        for (var entry : CommandTable.entries()) {
            text.append("  ")
                    .append(entry.name())
                    .repeat(' ', NAME_WIDTH - entry.name().length());
            text.append(entry.description()).append('\n');
        }
        text.append("""

                Flags:
                  -h, --help     Show this help, or with a command that of the command
                  -v, --version  Print the version
                """);
        shell.console().print(text.toString());
        return ExitCode.SUCCESS;
    }

    private int fail(String message, int exitCode) {
        shell.console().out().flush();
        shell.console().note("Error: " + message);
        return exitCode;
    }

    private static String reason(Exception failure) {
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
        return Objects.requireNonNullElse(failure.getMessage(), failure.toString());
    }
}

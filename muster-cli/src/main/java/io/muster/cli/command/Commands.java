package io.muster.cli.command;

import io.muster.cli.format.Suggestion;
import io.muster.wire.time.SystemScheduler;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs one command line. What needs no command model, such as {@code --help} and {@code --version}, builds none. */
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
        if (name.equals("version") && rest.isEmpty()) {
            return version();
        }
        var line = line(name);
        if (line.isEmpty()) {
            return fail(
                    name.startsWith("-")
                            ? "unknown flag: " + name.split("=", 2)[0]
                            : "unknown command \"" + name + "\" for \"muster\""
                                    + Suggestion.of(name, CommandTable.names()),
                    ExitCode.ERROR);
        }
        return line.get().execute(own(line.get(), rest).toArray(String[]::new));
    }

    /** Without flags there is nothing to parse, and no reason to wait for a parser. */
    private int version() {
        try {
            return new VersionCommand(shell).call();
        } catch (InterruptedException | RuntimeException failure) {
            return fail(reason(failure), ExitCode.of(failure));
        }
    }

    /** What is left for the program's own flags when a command passes others on to a tool. */
    private static List<String> own(CommandLine line, List<String> words) {
        if (!(line.getCommand() instanceof OpenCommand command)) {
            return words;
        }
        var split = OpenArguments.split(words, command.positions(), command.readsFile());
        command.accept(split.given());
        return split.own();
    }

    private Optional<CommandLine> line(String name) {
        return CommandTable.create(name, shell).map(command -> configured(new CommandLine(command), name));
    }

    private CommandLine configured(CommandLine line, String name) {
        addHelp(line);
        return line.setCommandName("muster " + name)
                .setOut(shell.console().out())
                .setErr(shell.console().err())
                .setParameterExceptionHandler((failure, ignored) -> fail(misuse(failure), ExitCode.ERROR))
                .setExecutionExceptionHandler(
                        (failure, ignored, result) -> fail(reason(failure), ExitCode.of(failure)));
    }

    private static void addHelp(CommandLine command) {
        command.getCommandSpec()
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this help.")
                        .build());
        command.getSubcommands().values().stream().distinct().forEach(Commands::addHelp);
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

    private static String misuse(ParameterException failure) {
        if (!(failure instanceof UnmatchedArgumentException unmatched)) {
            return Objects.requireNonNullElse(failure.getMessage(), "bad arguments");
        }
        var word = unmatched.getUnmatched().getFirst();
        var command = failure.getCommandLine();
        if (word.startsWith("-")) {
            var flags = command.getCommandSpec().options().stream()
                    .flatMap(option -> Arrays.stream(option.names()))
                    .toList();
            var flag = word.split("=", 2)[0];
            return "unknown flag: " + flag + Suggestion.of(flag, flags);
        }
        var name = command.getCommandSpec().qualifiedName();
        return command.getSubcommands().isEmpty()
                ? "unexpected argument \"" + word + "\" for \"" + name + "\""
                : "unknown command \"" + word + "\" for \"" + name + "\""
                        + Suggestion.of(word, command.getSubcommands().keySet());
    }
}

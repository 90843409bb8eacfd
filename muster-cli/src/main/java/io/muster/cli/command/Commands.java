package io.muster.cli.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs one command line. */
public final class Commands {
    private final Program program;
    private final PrintWriter out;
    private final PrintWriter err;

    public Commands(Program program, PrintWriter out, PrintWriter err) {
        this.program = program;
        this.out = out;
        this.err = err;
    }

    /** Runs the command and answers the exit code of the process. */
    public int run(String... args) {
        if (args.length == 1 && (args[0].equals("--version") || args[0].equals("-v"))) {
            out.println("muster version " + program.version().number());
            out.flush();
            return ExitCode.SUCCESS;
        }
        return commandLine().execute(args);
    }

    private CommandLine commandLine() {
        var line = new CommandLine(new MusterCommand())
                .addSubcommand(new ServeCommand(program, err))
                .addSubcommand(new VersionCommand(program, out))
                .addSubcommand(new TestCommand(program))
                .addSubcommand(new CommandLine.HelpCommand());
        for (var command : List.copyOf(line.getSubcommands().values())) {
            if (command.getCommandSpec().findOption("--help") == null) {
                addHelp(command);
            }
        }
        addHelp(line);
        return line.setOut(out)
                .setErr(err)
                .setParameterExceptionHandler((exception, ignored) -> fail(misuse(exception)))
                .setExecutionExceptionHandler((exception, ignored, result) -> fail(reason(exception)))
                .setExecutionStrategy(this::execute);
    }

    private static void addHelp(CommandLine command) {
        command.getCommandSpec()
                .addOption(CommandLine.Model.OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this help.")
                        .build());
    }

    private int execute(CommandLine.ParseResult parsed) {
        if (!parsed.hasSubcommand() && !parsed.isUsageHelpRequested()) {
            parsed.commandSpec().commandLine().usage(out);
            return ExitCode.SUCCESS;
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private int fail(String message) {
        err.println("Error: " + message);
        err.flush();
        return ExitCode.ERROR;
    }

    private static String reason(Exception exception) {
        if (exception instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
        return Objects.requireNonNullElse(exception.getMessage(), exception.toString());
    }

    private static String misuse(ParameterException exception) {
        if (exception instanceof UnmatchedArgumentException unmatched) {
            var argument = unmatched.getUnmatched().getFirst();
            var command = exception.getCommandLine().getCommandSpec();
            if (argument.startsWith("-")) {
                return "unknown flag: " + argument.split("=", 2)[0] + suggestion(unmatched);
            }
            return command.parent() == null
                    ? "unknown command \"" + argument + "\" for \"muster\"" + suggestion(unmatched)
                    : "unexpected argument \"" + argument + "\" for \"" + command.qualifiedName() + "\"";
        }
        return Objects.requireNonNullElse(exception.getMessage(), "bad arguments");
    }

    private static String suggestion(UnmatchedArgumentException unmatched) {
        var close = unmatched.getSuggestions();
        return close.isEmpty() ? "" : " (did you mean " + String.join(" or ", close) + "?)";
    }
}

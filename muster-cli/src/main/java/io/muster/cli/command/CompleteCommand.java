package io.muster.cli.command;

import io.muster.cli.context.ContextFailure;
import io.muster.cli.context.ContextsFile;
import io.muster.cli.format.OutputFormat;
import io.muster.cli.syntax.Parameter;
import io.muster.cli.syntax.Syntax;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What completion scripts ask: the candidates for the last word, one per line. Says nothing when it knows nothing, or
 * the server cannot be reached.
 */
final class CompleteCommand implements Command {
    private static final Map<String, List<String>> TYPES = Map.of(
            "list", ListCommand.TYPES,
            "get", GetCommand.TYPES,
            "create", CreateCommand.TYPES,
            "start", StartCommand.TYPES,
            "stop", StopCommand.TYPES,
            "check", CheckCommand.TYPES,
            "completion", List.of("bash", "zsh", "fish", "powershell"));
    private static final Set<String> WITH_NAMES = Set.of("get", "start", "stop", "check");
    private static final Set<String> WITH_CONTEXTS =
            Set.of("use", "switch", "delete", "rm", "remove", "rename", "show", "describe", "get", "update", "set");

    private final Syntax syntax = Syntax.of("__complete");
    private final Parameter words = syntax.parameters("WORD", "");

    private final Shell shell;

    CompleteCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Syntax syntax() {
        return syntax.runs(this::run);
    }

    private int run() {
        var given = words.texts();
        var last = given.isEmpty() ? "" : given.getLast();
        var before = given.isEmpty() ? given : given.subList(0, given.size() - 1);
        var beginning = last.toLowerCase(Locale.ROOT);
        candidates(before, last)
                .filter(word -> word.toLowerCase(Locale.ROOT).startsWith(beginning))
                .distinct()
                .forEach(word -> shell.console().out().println(word));
        shell.console().out().flush();
        return ExitCode.SUCCESS;
    }

    private Stream<String> candidates(List<String> before, String last) {
        if (before.isEmpty()) {
            return last.startsWith("-") ? Stream.of("--help", "--version") : CommandTable.names().stream();
        }
        return switch (before.getLast()) {
            case "-o", "--output" -> OutputFormat.NAMES.stream();
            case "--context" -> contexts();
            case "--auth" -> Stream.of("auto", "prompt", "none");
            default -> last.startsWith("-") ? flags(before) : values(before);
        };
    }

    private Stream<String> values(List<String> before) {
        var command = before.getFirst();
        var plain = before.stream().filter(word -> !word.startsWith("-")).toList();
        if (plain.size() == 1) {
            return switch (command) {
                case "context" -> subcommands();
                case "call" -> new NameCandidates(shell).of("tool");
                case "help" -> CommandTable.names().stream();
                default -> TYPES.getOrDefault(command, List.of()).stream();
            };
        }
        if (plain.size() > 2) {
            return Stream.empty();
        }
        if (command.equals("context")) {
            return WITH_CONTEXTS.contains(plain.get(1)) ? contexts() : Stream.empty();
        }
        return WITH_NAMES.contains(command)
                ? new NameCandidates(shell).of(ResourceTypes.singular(plain.get(1)))
                : Stream.empty();
    }

    private Stream<String> subcommands() {
        return new ContextCommand(shell)
                .syntax().subcommands().stream().flatMap(subcommand -> subcommand.names().stream());
    }

    private Stream<String> flags(List<String> before) {
        return CommandTable.create(before.getFirst(), shell).stream()
                .map(syntax ->
                        before.size() > 1 ? syntax.subcommand(before.get(1)).orElse(syntax) : syntax)
                .flatMap(syntax -> syntax.visibleOptions().stream())
                .flatMap(option -> option.names().stream())
                .filter(name -> name.startsWith("--"));
    }

    private Stream<String> contexts() {
        try {
            return ContextsFile.of(shell.console().environment()).read().names().stream();
        } catch (ContextFailure unusable) {
            return Stream.empty();
        }
    }
}

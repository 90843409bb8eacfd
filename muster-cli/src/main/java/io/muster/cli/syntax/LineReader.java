package io.muster.cli.syntax;

import io.muster.cli.format.Suggestion;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Puts the words of a command line into the places of a syntax; picocli says which word is what. */
final class LineReader {
    private LineReader() {}

    /**
     * Reads the words after the name.
     *
     * @param name the whole name of the command, as in help
     * @throws SyntaxFailure when they mean nothing
     */
    static Reading read(Syntax syntax, String name, List<String> words) {
        var command = CommandModel.of(syntax, name, subcommand -> isIn(words, subcommand));
        try {
            return reading(command.parseArgs(words.toArray(new String[0])));
        } catch (ParameterException failure) {
            if (failure.getCommandLine().isUsageHelpRequested()) {
                return help(failure.getCommandLine().getCommandSpec());
            }
            throw new SyntaxFailure(reason(failure));
        }
    }

    private static boolean isIn(List<String> words, Syntax subcommand) {
        return subcommand.names().stream().anyMatch(words::contains);
    }

    private static Reading reading(ParseResult line) {
        if (line.isUsageHelpRequested()) {
            return help(line.commandSpec());
        }
        var syntax = CommandModel.syntax(line.commandSpec());
        for (var parameter : syntax.parameters()) {
            parameter.takeFrom(line);
        }
        for (var option : syntax.options()) {
            option.takeFrom(line);
        }
        if (line.hasSubcommand()) {
            return reading(line.subcommand());
        }
        return syntax.action().<Reading>map(Reading.Run::new).orElseGet(() -> help(line.commandSpec()));
    }

    private static Reading help(CommandSpec command) {
        return new Reading.Help(HelpText.of(CommandModel.syntax(command), command.qualifiedName()));
    }

    /** A word that means nothing is told before anything that is missing: it may be why. */
    private static String reason(ParameterException failure) {
        var unknown = failure.getCommandLine().getUnmatchedArguments();
        return unknown.isEmpty()
                ? Objects.requireNonNullElse(failure.getMessage(), "bad arguments")
                : unknown(unknown.getFirst(), failure.getCommandLine().getCommandSpec());
    }

    private static String unknown(String word, CommandSpec command) {
        if (word.startsWith("-") && word.length() > 1) {
            var flag = word.startsWith("--") ? word.split("=", 2)[0] : word.substring(0, 2);
            return "unknown flag: " + flag
                    + Suggestion.of(flag, command.optionsMap().keySet());
        }
        var name = command.qualifiedName();
        var subcommands = CommandModel.syntax(command).subcommands().stream()
                .flatMap(subcommand -> subcommand.names().stream())
                .toList();
        return subcommands.isEmpty()
                ? "unexpected argument \"" + word + "\" for \"" + name + "\""
                : "unknown command \"" + word + "\" for \"" + name + "\"" + Suggestion.of(word, subcommands);
    }
}

package io.muster.cli.syntax;

import io.muster.cli.format.Suggestion;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Puts the words of a command line into the places of a syntax, as people know it from other programs: {@code --limit 5}
 * and {@code --limit=5}, {@code -o json} and {@code -ojson}, {@code -qo json}, options before and after parameters,
 * none after {@code --}.
 */
final class WordReader {
    private final Syntax syntax;
    private final String name;
    private final Deque<String> words;
    private final Set<Option> seen = new HashSet<>();
    private final Deque<String> parameters = new ArrayDeque<>();

    /** @param name the whole name of the command, as in help */
    WordReader(Syntax syntax, String name, List<String> words) {
        this.syntax = syntax;
        this.name = name;
        this.words = new ArrayDeque<>(words);
    }

    /** @throws SyntaxFailure when the words mean nothing */
    Reading read() {
        while (!words.isEmpty()) {
            var word = words.removeFirst();
            if (word.equals("--")) {
                parameters.addAll(words);
                words.clear();
            } else if (word.startsWith("--")) {
                longOption(word);
            } else if (word.startsWith("-") && word.length() > 1) {
                shortOptions(word);
            } else {
                var subcommand = syntax.subcommand(word);
                if (subcommand.isPresent()) {
                    return subcommand.get().read(name + " ", List.copyOf(words));
                }
                parameters.add(word);
            }
            if (seen.contains(syntax.help())) {
                return help();
            }
        }
        checkOptions();
        fillParameters();
        return syntax.action().<Reading>map(Reading.Run::new).orElseGet(this::help);
    }

    private Reading help() {
        return new Reading.Help(new UsageText(syntax, name).toString());
    }

    private void longOption(String word) {
        var parts = word.split("=", 2);
        var option = option(parts[0]);
        if (parts.length == 2) {
            take(option, parts[1]);
        } else {
            take(option);
        }
    }

    /** Short options in one word: flags, and at the end one that may have its value in the same word. */
    private void shortOptions(String word) {
        for (int i = 1; i < word.length(); i++) {
            var option = option("-" + word.charAt(i));
            var rest = word.substring(i + 1);
            if (rest.startsWith("=")) {
                take(option, rest.substring(1));
                return;
            }
            if (option instanceof Setting<?> && !rest.isEmpty()) {
                take(option, rest);
                return;
            }
            take(option);
        }
    }

    private Option option(String wanted) {
        return syntax.option(wanted)
                .orElseThrow(() ->
                        new SyntaxFailure("unknown flag: " + wanted + Suggestion.of(wanted, syntax.optionNames())));
    }

    private void take(Option option) {
        switch (option) {
            case Flag flag -> take(flag, "true");
            case Setting<?> setting -> take(setting, value(setting));
        }
    }

    private String value(Setting<?> setting) {
        if (words.isEmpty()) {
            throw new SyntaxFailure("Missing required parameter for option " + shown(setting));
        }
        var word = words.removeFirst();
        if (syntax.option(word.split("=", 2)[0]).isPresent()) {
            throw new SyntaxFailure(
                    "Expected parameter for option '" + setting.longName() + "' but found '" + word + "'");
        }
        return word;
    }

    private void take(Option option, String value) {
        if (!seen.add(option)) {
            throw new SyntaxFailure("option " + shown(option) + " should be specified only once");
        }
        if (!option.accepts(value)) {
            throw new SyntaxFailure(
                    "Invalid value for option '" + option.longName() + "': '" + value + "' is not " + option.kind());
        }
    }

    private static String shown(Option option) {
        var name = "'" + option.longName() + "'";
        return option.label().isEmpty() ? name : name + " (" + option.label() + ")";
    }

    private void checkOptions() {
        for (var option : syntax.options()) {
            if (option instanceof Setting<?> setting && setting.isRequired() && !seen.contains(setting)) {
                throw new SyntaxFailure(
                        "Missing required option: '" + setting.longName() + "=" + setting.label() + "'");
            }
        }
    }

    private void fillParameters() {
        var missing = new ArrayList<String>();
        for (var parameter : syntax.parameters()) {
            if (parameters.isEmpty() && !parameter.isOptional()) {
                missing.add("'" + parameter.label() + "'");
            }
            parameter.takeFrom(parameters);
        }
        if (!missing.isEmpty()) {
            throw new SyntaxFailure("Missing required parameter" + (missing.size() == 1 ? "" : "s") + ": "
                    + String.join(", ", missing));
        }
        if (!parameters.isEmpty()) {
            throw unexpected(parameters.getFirst());
        }
    }

    private SyntaxFailure unexpected(String word) {
        var known = syntax.subcommands().stream()
                .flatMap(subcommand -> subcommand.names().stream())
                .toList();
        return new SyntaxFailure(
                known.isEmpty()
                        ? "unexpected argument \"" + word + "\" for \"" + name + "\""
                        : "unknown command \"" + word + "\" for \"" + name + "\"" + Suggestion.of(word, known));
    }
}

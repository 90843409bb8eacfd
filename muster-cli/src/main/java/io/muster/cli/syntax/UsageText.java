package io.muster.cli.syntax;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The help of a command, for a terminal of 80 columns. */
final class UsageText {
    private static final int WIDTH = 80;
    /** Where the long names of options begin. */
    private static final String INDENT = " ".repeat(6);
    /** An option that is longer has a line of its own. */
    private static final int WIDEST = 21;

    private static final String GAP = " ".repeat(3);

    private final Syntax syntax;
    private final String name;
    private final StringBuilder text = new StringBuilder();

    /** @param name the whole name of the command */
    UsageText(Syntax syntax, String name) {
        this.syntax = syntax;
        this.name = name;
    }

    @Override
    public String toString() {
        text.setLength(0);
        var usage = "Usage: " + name + " ";
        write(usage, " ".repeat(usage.length()), String.join(" ", synopsis()));
        syntax.description().forEach(this::line);
        var column = INDENT.length() + widest() + GAP.length();
        for (var parameter : syntax.parameters()) {
            entry(INDENT, shown(parameter), parameter.description(), column);
        }
        for (var option : options()) {
            entry(
                    isShort(option) ? "  " + option.shortestName() + ", " : INDENT,
                    shown(option),
                    option.description(),
                    column);
        }
        subcommands();
        syntax.footer().forEach(this::line);
        return text.toString();
    }

    private List<Option> options() {
        return Stream.concat(syntax.visibleOptions().stream(), Stream.of(syntax.help()))
                .toList();
    }

    private List<String> synopsis() {
        var words = new ArrayList<String>();
        var cluster = new StringBuilder("[-");
        var sorted = options().stream()
                .sorted(Comparator.comparing(UsageText::plainName))
                .toList();
        sorted.stream()
                .filter(option -> option instanceof Flag && isShort(option))
                .forEach(flag -> cluster.append(plainName(flag)));
        words.add(cluster.append(']').toString());
        for (var option : sorted) {
            if (option instanceof Flag && !isShort(option)) {
                words.add("[" + option.longName() + "]");
            }
        }
        for (var option : sorted) {
            if (option instanceof Setting<?> setting) {
                var word = setting.shortestName() + "=" + setting.label();
                words.add(setting.isRequired() ? word : "[" + word + "]");
            }
        }
        syntax.parameters().forEach(parameter -> words.add(shown(parameter)));
        if (!syntax.subcommands().isEmpty()) {
            words.add("[COMMAND]");
        }
        return words;
    }

    private static boolean isShort(Option option) {
        return option.names().size() > 1;
    }

    private static String plainName(Option option) {
        var name = option.shortestName();
        return name.substring(name.startsWith("--") ? 2 : 1);
    }

    private int widest() {
        return Stream.concat(
                        syntax.parameters().stream().map(UsageText::shown),
                        options().stream().map(UsageText::shown))
                .mapToInt(String::length)
                .filter(length -> length <= WIDEST)
                .max()
                .orElse(0);
    }

    private static String shown(Parameter parameter) {
        var label = parameter.label() + (parameter.isRepeatable() ? "..." : "");
        return parameter.isOptional() ? "[" + label + "]" : label;
    }

    private static String shown(Option option) {
        return option.longName() + (option.label().isEmpty() ? "" : "=" + option.label());
    }

    private void entry(String before, String term, String description, int column) {
        var first = before + term;
        if (term.length() > WIDEST) {
            text.append(first).append('\n');
            first = "";
        }
        write(padded(first, column), " ".repeat(column + 2), description);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private void subcommands() {
        if (syntax.subcommands().isEmpty()) {
            return;
        }
        text.append("Commands:\n");
        var names = syntax.subcommands().stream()
                .map(subcommand -> String.join(", ", subcommand.names()))
                .toList();
        var column = 4 + names.stream().mapToInt(String::length).max().orElse(0);
        for (int i = 0; i < names.size(); i++) {
            var description = String.join(" ", syntax.subcommands().get(i).description());
            write(padded("  " + names.get(i), column), " ".repeat(column), description);
        }
    }

    private void line(String words) {
        write("", "", words);
    }

    /** Writes words on as many lines as they take. */
    private void write(String first, String others, String words) {
        var line = new StringBuilder(first);
        var isEmpty = true;
        for (var word : words.split(" ", -1)) {
            if (!isEmpty && line.length() + 1 + word.length() > WIDTH) {
                text.append(line).append('\n');
                line.setLength(0);
                line.append(others);
                isEmpty = true;
            }
            line.append(isEmpty ? "" : " ").append(word);
            isEmpty = false;
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }
}

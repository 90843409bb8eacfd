package io.muster.cli.syntax;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the words after the name of a command may be, and what the command does with them. Each part is a place, which
 * holds what the words said once they are {@linkplain #read read}; help shows parts in the order in which they were
 * made.
 *
 * <p>For one command line, and one thread.
 */
public final class Syntax {
    private static final Setting.Kind<String> TEXT = new Setting.Kind<>(String.class, "a text", Optional::of);
    private static final Setting.Kind<Path> PATH = new Setting.Kind<>(Path.class, "a path", Syntax::parsedPath);
    private static final Setting.Kind<Long> NUMBER =
            new Setting.Kind<>(Long.class, "a whole number", Syntax::parsedNumber);

    private final String name;
    private final List<String> description;
    private final List<String> aliases = new ArrayList<>();
    private final List<String> footer = new ArrayList<>();
    private final List<Parameter> parameters = new ArrayList<>();
    private final List<Option> options = new ArrayList<>();
    private final List<Syntax> subcommands = new ArrayList<>();
    private final Flag help = new Flag(names("-h, --help"), "Show this help.");
    private @Nullable Others others;
    private @Nullable Action action;

    private Syntax(String name, List<String> description) {
        this.name = name;
        this.description = description;
    }

    /** @param description each element begins a line */
    public static Syntax of(String name, String... description) {
        return new Syntax(name, List.of(description));
    }

    /** An option without a value; of its names, {@code "-q, --quiet"}, the last is the long one. */
    public Flag flag(String names, String description) {
        return added(new Flag(names(names), description));
    }

    /** The same for one that is accepted without a word about it. */
    public Flag hiddenFlag(String name) {
        return flag(name, "");
    }

    public Setting<String> text(String names, String label, String description) {
        return setting(names, label, description, TEXT, false);
    }

    public Setting<String> requiredText(String names, String label, String description) {
        return setting(names, label, description, TEXT, true);
    }

    public Setting<Path> path(String names, String label, String description) {
        return setting(names, label, description, PATH, false);
    }

    public Setting<Long> number(String names, String label, String description) {
        return setting(names, label, description, NUMBER, false);
    }

    private <T> Setting<T> setting(
            String names, String label, String description, Setting.Kind<T> kind, boolean required) {
        return added(new Setting<>(names(names), label, description, kind, required));
    }

    private static List<String> names(String names) {
        return List.of(names.split(", "));
    }

    private <T extends Option> T added(T option) {
        options.add(option);
        return option;
    }

    /** A word that must be there. */
    public Parameter parameter(String label, String description) {
        return parameter(label, description, Parameter.Count.ONE);
    }

    /** A word that may be there. */
    public Parameter optionalParameter(String label, String description) {
        return parameter(label, description, Parameter.Count.AT_MOST_ONE);
    }

    /** All words from here on. */
    public Parameter parameters(String label, String description) {
        return parameter(label, description, Parameter.Count.ANY);
    }

    private Parameter parameter(String label, String description, Parameter.Count count) {
        var parameter = new Parameter(parameters.size(), label, description, count);
        parameters.add(parameter);
        return parameter;
    }

    /** Options that are not of this syntax are no mistake, and words too many are ignored. */
    public Others others() {
        var place = new Others();
        others = place;
        return place;
    }

    public Syntax alias(String... names) {
        aliases.addAll(List.of(names));
        return this;
    }

    /** Lines at the end of the help. */
    public Syntax footer(String... lines) {
        footer.addAll(List.of(lines));
        return this;
    }

    /** Has the options of another, too, after its own: it makes no difference where they are given. */
    public Syntax sharing(Syntax other) {
        options.addAll(other.options);
        return this;
    }

    public Syntax subcommand(Syntax subcommand) {
        subcommands.add(subcommand);
        return this;
    }

    /** Without an action, a command shows its help. */
    public Syntax runs(Action action) {
        this.action = action;
        return this;
    }

    /**
     * Reads the words after the name.
     *
     * @param prefix what stands before the name in help, such as {@code "muster "}
     * @throws SyntaxFailure when they mean nothing
     */
    public Reading read(String prefix, List<String> words) {
        var own = words;
        if (others != null) {
            var split = OpenArguments.split(words, this);
            others.set(split.given());
            own = split.own();
        }
        return LineReader.read(this, prefix + name, own);
    }

    public String name() {
        return name;
    }

    public List<String> description() {
        return description;
    }

    /** All its names: first the one that help explains. */
    public List<String> names() {
        return Stream.concat(Stream.of(name), aliases.stream()).toList();
    }

    public List<Parameter> parameters() {
        return List.copyOf(parameters);
    }

    /** All its options but the hidden ones, and the one for help, which every command has. */
    public List<Option> visibleOptions() {
        return options.stream().filter(option -> !option.isHidden()).toList();
    }

    public List<Syntax> subcommands() {
        return List.copyOf(subcommands);
    }

    /** The sub-command that has the name, or the alias. */
    public Optional<Syntax> subcommand(String wanted) {
        return subcommands.stream()
                .filter(subcommand -> subcommand.names().contains(wanted))
                .findFirst();
    }

    /** The option of that name, which may be the one for help. */
    Optional<Option> option(String wanted) {
        return all().filter(option -> option.names().contains(wanted)).findFirst();
    }

    private Stream<Option> all() {
        return Stream.concat(options.stream(), Stream.of(help));
    }

    /** Its options but the one for help. */
    List<Option> options() {
        return List.copyOf(options);
    }

    /** The option that every command has. */
    Flag help() {
        return help;
    }

    List<String> aliases() {
        return aliases;
    }

    List<String> footer() {
        return footer;
    }

    Optional<Action> action() {
        return Optional.ofNullable(action);
    }

    private static Optional<Path> parsedPath(String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException notOne) {
            return Optional.empty();
        }
    }

    private static Optional<Long> parsedNumber(String text) {
        try {
            return Optional.of(Long.parseLong(text));
        } catch (NumberFormatException notOne) {
            return Optional.empty();
        }
    }
}

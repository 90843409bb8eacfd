package io.muster.cli.syntax;

import java.util.List;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** A word that begins with a hyphen, and after reading what was said by it. */
public abstract sealed class Option permits Flag, Setting {
    private final List<String> names;
    private final String description;

    Option(List<String> names, String description) {
        this.names = names;
        this.description = description;
    }

    /** All its names, hyphens included: the short one, if there is one, and the long one. */
    public List<String> names() {
        return names;
    }

    public String description() {
        return description;
    }

    /** What stands for its value in help; empty when it has none. */
    public abstract String label();

    /** One of which nothing is said is accepted without being offered. */
    boolean isHidden() {
        return description.isEmpty();
    }

    /** Its model: without a type yet, which is that of its values. */
    OptionSpec.Builder spec() {
        return OptionSpec.builder(names.toArray(new String[0]))
                .description(description)
                .hidden(isHidden());
    }

    /** Keeps the value that was given, if one was. */
    abstract void takeFrom(ParseResult line);

    String longName() {
        return names.getLast();
    }
}

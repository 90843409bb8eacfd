package io.muster.cli.syntax;

import java.util.List;

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

    String shortestName() {
        return names.getFirst();
    }

    String longName() {
        return names.getLast();
    }

    /** What its values are. */
    abstract String kind();

    /** Keeps a value, if it is of the kind; answers whether it is. */
    abstract boolean accepts(String value);
}

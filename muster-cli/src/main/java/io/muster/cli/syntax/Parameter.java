package io.muster.cli.syntax;

import java.util.List;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** A word by its place, and after reading that word; the last parameter may take several. */
public final class Parameter {
    private final int place;
    private final String label;
    private final String description;
    private final Count count;
    private List<String> values = List.of();

    enum Count {
        ONE("1"),
        AT_MOST_ONE("0..1"),
        ANY("0..*");

        private final String range;

        Count(String range) {
            this.range = range;
        }
    }

    /** @param place how many parameters are before it */
    Parameter(int place, String label, String description, Count count) {
        this.place = place;
        this.label = label;
        this.description = description;
        this.count = count;
    }

    /** The word; nothing in it when none was given. */
    public String text() {
        return values.isEmpty() ? "" : values.getFirst();
    }

    public List<String> texts() {
        return values;
    }

    /** What stands for the word in help. */
    public String label() {
        return label;
    }

    public String description() {
        return description;
    }

    public boolean isOptional() {
        return count != Count.ONE;
    }

    public boolean isRepeatable() {
        return count == Count.ANY;
    }

    PositionalParamSpec spec() {
        return PositionalParamSpec.builder()
                .index(isRepeatable() ? place + "..*" : String.valueOf(place))
                .arity(count.range)
                .required(!isOptional())
                .paramLabel(label)
                .description(description)
                .build();
    }

    /** Keeps the words that were given, if there were any. */
    void takeFrom(ParseResult line) {
        for (var given : line.matchedPositionals(place)) {
            values = List.copyOf(given.stringValues());
        }
    }
}

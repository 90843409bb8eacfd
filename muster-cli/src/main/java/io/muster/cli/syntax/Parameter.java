package io.muster.cli.syntax;

import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A word by its place, and after reading that word; the last parameter may take several. */
public final class Parameter {
    private final String label;
    private final String description;
    private final Count count;
    private List<String> values = List.of();

    enum Count {
        ONE,
        AT_MOST_ONE,
        ANY
    }

    Parameter(String label, String description, Count count) {
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

    /** Takes as many words as it may have. */
    void takeFrom(Deque<String> words) {
        var taken = new ArrayList<String>();
        while (!words.isEmpty() && (taken.isEmpty() || isRepeatable())) {
            taken.add(words.removeFirst());
        }
        values = List.copyOf(taken);
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
}

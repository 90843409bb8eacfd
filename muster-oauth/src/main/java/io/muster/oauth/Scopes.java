package io.muster.oauth;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * A set of scopes that keeps the order in which they were asked for (RFC 6749 section 3.3).
 *
 * @param values without repetition
 */
public record Scopes(List<String> values) implements Iterable<String> {
    public static final Scopes NONE = new Scopes(List.of());

    public Scopes {
        values = List.copyOf(new LinkedHashSet<>(values));
    }

    /** Reads the {@code scope} parameter; any amount of blanks separates. */
    public static Scopes parse(String text) {
        return text.isBlank() ? NONE : new Scopes(List.of(text.strip().split(" +")));
    }

    public static Scopes of(String... values) {
        return new Scopes(List.of(values));
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    public boolean contains(String scope) {
        return values.contains(scope);
    }

    public boolean containsAll(Scopes others) {
        return values.containsAll(others.values);
    }

    /** These first, then the others that are new. */
    public Scopes union(Scopes others) {
        return union(others.values);
    }

    /** These first, then the others that are new. */
    public Scopes union(Collection<String> others) {
        var all = new LinkedHashSet<>(values);
        all.addAll(others);
        return new Scopes(List.copyOf(all));
    }

    /** Those of these that are among the others, in this order. */
    public Scopes intersection(Scopes others) {
        return new Scopes(values.stream().filter(others::contains).toList());
    }

    public Scopes minus(Scopes others) {
        return new Scopes(
                values.stream().filter(scope -> !others.contains(scope)).toList());
    }

    @Override
    public Iterator<String> iterator() {
        return values.iterator();
    }

    /** The form of the {@code scope} parameter. */
    @Override
    public String toString() {
        return String.join(" ", values);
    }
}

package io.muster.gateway.catalog.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A shell pattern over whole names: {@code *} and {@code ?} match anything but {@code /}, {@code [a-z]} and {@code [^a-z]} one
 * character of a class, {@code \} takes the next character literally. Matching takes at most pattern × name steps, whatever
 * the pattern.
 */
final class Glob {
    private final List<Part> parts;

    private Glob(List<Part> parts) {
        this.parts = parts;
    }

    private sealed interface Part {
        record AnyRun() implements Part {}

        record One(List<Range> ranges, boolean negated) implements Part {
            boolean matches(int c) {
                return ranges.stream().anyMatch(range -> range.low() <= c && c <= range.high()) != negated;
            }
        }

        record AnyOne() implements Part {}

        record Literal(int c) implements Part {}
    }

    private record Range(int low, int high) {}

    /**
     * Reads a pattern.
     *
     * @throws BadPattern when it is malformed
     */
    static Glob compile(String pattern, boolean caseSensitive) {
        return new Parser(caseSensitive ? pattern : pattern.toLowerCase(Locale.ROOT)).parse();
    }

    boolean matches(String name) {
        var part = 0;
        var at = 0;
        var star = -1;
        var retry = 0;
        while (at < name.length()) {
            var c = name.codePointAt(at);
            if (part < parts.size() && parts.get(part) instanceof Part.AnyRun) {
                star = part++;
                retry = at;
            } else if (part < parts.size() && matches(parts.get(part), c)) {
                part++;
                at += Character.charCount(c);
            } else if (star >= 0 && name.codePointAt(retry) != '/') {
                // Only the last star needs to give way: what stands before it has matched as early as it can.
                retry += Character.charCount(name.codePointAt(retry));
                at = retry;
                part = star + 1;
            } else {
                return false;
            }
        }
        while (part < parts.size() && parts.get(part) instanceof Part.AnyRun) {
            part++;
        }
        return part == parts.size();
    }

    private static boolean matches(Part part, int c) {
        return switch (part) {
            case Part.AnyRun() -> false;
            case Part.AnyOne() -> c != '/';
            case Part.Literal(var literal) -> c == literal;
            case Part.One one -> one.matches(c);
        };
    }

    private static final class Parser {
        private final int[] pattern;
        private int at;

        private Parser(String pattern) {
            this.pattern = pattern.codePoints().toArray();
        }

        private Glob parse() {
            var parts = new ArrayList<Part>();
            while (at < pattern.length) {
                var c = pattern[at++];
                switch (c) {
                    case '*' -> {
                        if (parts.isEmpty() || !(parts.getLast() instanceof Part.AnyRun)) {
                            parts.add(new Part.AnyRun());
                        }
                    }
                    case '?' -> parts.add(new Part.AnyOne());
                    case '[' -> parts.add(characterClass());
                    case '\\' -> parts.add(new Part.Literal(take()));
                    default -> parts.add(new Part.Literal(c));
                }
            }
            return new Glob(parts);
        }

        private Part characterClass() {
            var negated = at < pattern.length && pattern[at] == '^';
            if (negated) {
                at++;
            }
            var ranges = new ArrayList<Range>();
            while (at >= pattern.length || pattern[at] != ']' || ranges.isEmpty()) {
                var low = bound();
                var high = low;
                if (at < pattern.length && pattern[at] == '-') {
                    at++;
                    high = bound();
                }
                ranges.add(new Range(low, high));
            }
            at++;
            return new Part.One(ranges, negated);
        }

        private int bound() {
            var c = take();
            if (c == '-' || c == ']') {
                throw new BadPattern();
            }
            return c == '\\' ? take() : c;
        }

        private int take() {
            if (at >= pattern.length) {
                throw new BadPattern();
            }
            return pattern[at++];
        }
    }
}

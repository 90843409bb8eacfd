package io.muster.gateway.catalog.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A shell pattern over whole names: {@code *} and {@code ?} match anything but {@code /}, {@code [a-z]} and {@code [^a-z]} one
 * character of a class, {@code \} takes the next character literally. Matching takes at most pattern × name steps, whatever
 * the pattern.
 */
final class Glob {
    private static final int ANY_RUN = -1;
    private static final int ANY_ONE = -2;
    private static final int FIRST_CLASS = -3;

    /** One step per element: a literal code point, or one of the negative codes; classes count down from the first. */
    private final int[] steps;

    private final List<CharacterClass> classes;

    private Glob(int[] steps, List<CharacterClass> classes) {
        this.steps = steps;
        this.classes = List.copyOf(classes);
    }

    private record CharacterClass(List<Range> ranges, boolean negated) {
        boolean matches(int c) {
            return ranges.stream().anyMatch(range -> range.low() <= c && c <= range.high()) != negated;
        }
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
        var step = 0;
        var at = 0;
        var star = -1;
        var retry = 0;
        while (at < name.length()) {
            var c = name.codePointAt(at);
            if (step < steps.length && steps[step] == ANY_RUN) {
                star = step++;
                retry = at;
            } else if (step < steps.length && matches(steps[step], c)) {
                step++;
                at += Character.charCount(c);
            } else if (star >= 0 && name.codePointAt(retry) != '/') {
                // Only the last star needs to give way: what stands before it has matched as early as it can.
                retry += Character.charCount(name.codePointAt(retry));
                at = retry;
                step = star + 1;
            } else {
                return false;
            }
        }
        while (step < steps.length && steps[step] == ANY_RUN) {
            step++;
        }
        return step == steps.length;
    }

    private boolean matches(int step, int c) {
        return switch (step) {
            case ANY_RUN -> false;
            case ANY_ONE -> c != '/';
            default -> step >= 0 ? step == c : classes.get(FIRST_CLASS - step).matches(c);
        };
    }

    private static final class Parser {
        private final int[] pattern;
        private int at;

        private Parser(String pattern) {
            this.pattern = pattern.codePoints().toArray();
        }

        private Glob parse() {
            var steps = IntStream.builder();
            var classes = new ArrayList<CharacterClass>();
            var afterStar = false;
            while (at < pattern.length) {
                var c = pattern[at++];
                switch (c) {
                    case '*' -> {
                        if (!afterStar) {
                            steps.add(ANY_RUN);
                        }
                    }
                    case '?' -> steps.add(ANY_ONE);
                    case '[' -> {
                        steps.add(FIRST_CLASS - classes.size());
                        classes.add(characterClass());
                    }
                    case '\\' -> steps.add(take());
                    default -> steps.add(c);
                }
                afterStar = c == '*';
            }
            return new Glob(steps.build().toArray(), classes);
        }

        private CharacterClass characterClass() {
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
            return new CharacterClass(ranges, negated);
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

package io.muster.authserver.resource;

import java.util.ArrayList;
import java.util.List;

/**
 * A pattern for the value of a claim: {@code *} for any run of characters, {@code ?} for one, {@code [a-z]} and {@code
 * [!a-z]} for one of a class. Matching takes time proportional to pattern times text at most.
 */
public final class ClaimGlob {
    private static final int LONGEST = 512;

    private final List<Part> parts;

    /** One element: a run, or a single character that may be one of some ranges. */
    private record Part(boolean run, boolean negated, String ranges) {
        static final Part RUN = new Part(true, false, "");
        static final Part ANY = new Part(false, true, "");

        boolean matches(char c) {
            for (var i = 0; i < ranges.length(); i += 2) {
                if (c >= ranges.charAt(i) && c <= ranges.charAt(i + 1)) {
                    return !negated;
                }
            }
            return negated;
        }
    }

    private ClaimGlob(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    /**
     * @throws IllegalArgumentException when the pattern is malformed
     */
    public static ClaimGlob compile(String pattern) {
        if (pattern.length() > LONGEST) {
            throw new IllegalArgumentException("a claim pattern has at most " + LONGEST + " characters");
        }
        var parts = new ArrayList<Part>();
        for (var i = 0; i < pattern.length(); i++) {
            switch (pattern.charAt(i)) {
                case '*' -> parts.add(Part.RUN);
                case '?' -> parts.add(Part.ANY);
                case '[' -> {
                    var end = pattern.indexOf(']', i + 2);
                    if (end < 0) {
                        throw new IllegalArgumentException("a class is not closed: " + pattern);
                    }
                    parts.add(characters(pattern.substring(i + 1, end)));
                    i = end;
                }
                default -> parts.add(one(pattern.charAt(i)));
            }
        }
        return new ClaimGlob(parts);
    }

    private static Part one(char c) {
        return new Part(false, false, String.valueOf(new char[] {c, c}));
    }

    private static Part characters(String content) {
        var negated = content.startsWith("!") || content.startsWith("^");
        var text = negated ? content.substring(1) : content;
        if (text.isEmpty()) {
            throw new IllegalArgumentException("a class is empty");
        }
        var ranges = new StringBuilder();
        for (var i = 0; i < text.length(); i++) {
            var isRange = i + 2 < text.length() && text.charAt(i + 1) == '-';
            var last = isRange ? text.charAt(i + 2) : text.charAt(i);
            if (last < text.charAt(i)) {
                throw new IllegalArgumentException("a range of a class runs backwards");
            }
            ranges.append(text.charAt(i)).append(last);
            i += isRange ? 2 : 0;
        }
        return new Part(false, negated, ranges.toString());
    }

    /** Whether the whole text matches; goes back to the latest run only, which is enough. */
    public boolean matches(String text) {
        var part = 0;
        var at = 0;
        var run = -1;
        var resume = 0;
        while (at < text.length()) {
            if (part < parts.size() && parts.get(part).run()) {
                run = part++;
                resume = at;
            } else if (part < parts.size() && parts.get(part).matches(text.charAt(at))) {
                part++;
                at++;
            } else if (run >= 0) {
                part = run + 1;
                at = ++resume;
            } else {
                return false;
            }
        }
        while (part < parts.size() && parts.get(part).run()) {
            part++;
        }
        return part == parts.size();
    }
}

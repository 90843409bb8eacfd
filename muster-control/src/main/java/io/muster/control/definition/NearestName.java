package io.muster.control.definition;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses which name was meant: the one with the smallest edit distance (Levenshtein), if that is small. */
public final class NearestName {
    private static final int LONGEST = 64;

    private NearestName() {}

    public static Optional<String> of(String name, Collection<String> known) {
        if (name.length() > LONGEST) {
            return Optional.empty();
        }
        var written = name.toLowerCase(Locale.ROOT);
        return known.stream()
                .filter(candidate -> distance(written, candidate) <= tolerance(candidate))
                .min(Comparator.comparingInt((String candidate) -> distance(written, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static int tolerance(String candidate) {
        return Math.max(candidate.length() > 3 ? 2 : 1, candidate.length() / 3);
    }

    private static int distance(String written, String candidate) {
        var known = candidate.toLowerCase(Locale.ROOT);
        var above = new int[known.length() + 1];
        for (int j = 0; j <= known.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= written.length(); i++) {
            var row = new int[known.length() + 1];
            row[0] = i;
            for (int j = 1; j <= known.length(); j++) {
                int substitution = above[j - 1] + (written.charAt(i - 1) == known.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(substitution, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[known.length()];
    }
}

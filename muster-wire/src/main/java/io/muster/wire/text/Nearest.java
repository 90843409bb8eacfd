package io.muster.wire.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds the names that somebody who mistyped one probably meant. */
public final class Nearest {
    private static final int LONGEST = 200;

    private record Candidate(String name, int distance) {}

    private Nearest() {}

    /**
     * The names at most a third of the typed name's length away, nearest first, case ignored.
     *
     * @param atMost how many
     */
    public static List<String> names(String typed, Collection<String> names, int atMost) {
        if (typed.isEmpty() || typed.length() > LONGEST) {
            return List.of();
        }
        int allowed = Math.max(1, typed.length() / 3);
        var wanted = typed.toLowerCase(Locale.ROOT);
        return names.stream()
                .filter(name -> Math.abs(name.length() - typed.length()) <= allowed)
                .map(name -> new Candidate(name, distance(wanted, name.toLowerCase(Locale.ROOT))))
                .filter(candidate -> candidate.distance() <= allowed)
                .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .limit(atMost)
                .map(Candidate::name)
                .toList();
    }

    /** Edits that turn one text into the other, swapped neighbours counting as one (optimal string alignment). */
    private static int distance(String a, String b) {
        var beforeLast = new int[b.length() + 1];
        var last = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            var row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            beforeLast = last;
            last = row;
        }
        return last[b.length()];
    }
}

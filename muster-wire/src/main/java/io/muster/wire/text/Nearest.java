package io.muster.wire.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The known name that an unknown one was probably meant to be, for "did you mean". Case, hyphens and underscores do not
 * count; otherwise insertions, deletions, replacements and swaps of neighbours do (optimal string alignment distance).
 */
public final class Nearest {
    /** Longer names are not compared, so that nobody can make a message expensive. */
    private static final int LONGEST = 128;

    private Nearest() {}

    private record Near(String name, int distance) {}

    /** The nearest candidate when it is near enough to be worth telling; of equally near ones the first. */
    public static Optional<String> of(String wanted, Collection<String> candidates) {
        return names(wanted, candidates, 1).stream().findFirst();
    }

    /** The candidates that are near enough to be worth telling, nearest first; equally near ones in their order. */
    public static List<String> names(String wanted, Collection<String> candidates, int atMost) {
        if (wanted.isBlank() || wanted.length() > LONGEST) {
            return List.of();
        }
        var folded = folded(wanted);
        var limit = Math.max(1, folded.length() / 3);
        return candidates.stream()
                .filter(candidate -> candidate.length() <= LONGEST)
                .map(candidate -> new Near(candidate, distance(folded, folded(candidate), limit)))
                .filter(near -> near.distance() <= limit && near.distance() < folded.length())
                .sorted(Comparator.comparingInt(Near::distance))
                .limit(atMost)
                .map(Near::name)
                .toList();
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }

    /** The distance, or anything above the limit when it is above. */
    private static int distance(String a, String b, int limit) {
        if (Math.abs(a.length() - b.length()) > limit) {
            return limit + 1;
        }
        var beforeLast = new int[b.length() + 1];
        var last = new int[b.length() + 1];
        var row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                var replaced = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(last[j], row[j - 1]));
                if (areSwapped(a, i, b, j)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            var recycled = beforeLast;
            beforeLast = last;
            last = row;
            row = recycled;
        }
        return last[b.length()];
    }

    private static boolean areSwapped(String a, int i, String b, int j) {
        return i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    }
}

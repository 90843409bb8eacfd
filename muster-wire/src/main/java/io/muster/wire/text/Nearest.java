package io.muster.wire.text;

import java.util.Collection;
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

    /** The nearest candidate when it is near enough to be worth telling; of equally near ones the first. */
    public static Optional<String> of(String wanted, Collection<String> candidates) {
        if (wanted.isBlank() || wanted.length() > LONGEST) {
            return Optional.empty();
        }
        var folded = folded(wanted);
        var limit = Math.max(1, folded.length() / 3);
        var nearest = Optional.<String>empty();
        for (var candidate : candidates) {
            if (Math.abs(candidate.length() - wanted.length()) > LONGEST / 2 || candidate.length() > LONGEST) {
                continue;
            }
            var distance = distance(folded, folded(candidate), limit);
            if (distance <= limit && distance < folded.length()) {
                nearest = Optional.of(candidate);
                limit = distance - 1;
            }
        }
        return nearest;
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

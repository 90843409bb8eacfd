package io.muster.gateway.route;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Names that somebody may have meant. Pure; bounded in the length of what is compared. */
public final class NearestNames {
    private static final int SHOWN = 3;
    private static final int MAX_LENGTH = 128;

    private NearestNames() {}

    private record Near(String name, int distance) {}

    /** The nearest of the names, best first; empty when none is near. */
    public static List<String> to(String wanted, Stream<String> names) {
        if (wanted.isEmpty() || wanted.length() > MAX_LENGTH) {
            return List.of();
        }
        var farthest = Math.max(2, wanted.length() / 4);
        return names.filter(
                        name -> Math.abs(name.length() - wanted.length()) <= farthest || name.endsWith("_" + wanted))
                .map(name -> new Near(name, name.endsWith("_" + wanted) ? 0 : distance(wanted, name, farthest)))
                .filter(near -> near.distance() <= farthest)
                .sorted(Comparator.comparingInt(Near::distance).thenComparing(Near::name))
                .limit(SHOWN)
                .map(Near::name)
                .toList();
    }

    /** A second line that names them; empty when there are none. */
    public static String hint(List<String> nearest) {
        return nearest.isEmpty() ? "" : "\nDid you mean " + String.join(", ", nearest) + "?";
    }

    /** Levenshtein distance, or any number beyond the limit once it is certain to exceed it. */
    private static int distance(String a, String b, int limit) {
        var row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            var diagonal = row[0];
            row[0] = i;
            var least = i;
            for (int j = 1; j <= b.length(); j++) {
                var above = row[j];
                var replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
                least = Math.min(least, row[j]);
            }
            if (least > limit) {
                return limit + 1;
            }
        }
        return row[b.length()];
    }
}

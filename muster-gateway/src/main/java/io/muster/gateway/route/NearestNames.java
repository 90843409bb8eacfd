package io.muster.gateway.route;

import io.muster.wire.text.Nearest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;

/** Exposed names that somebody may have meant, one who left out the prefixes included. */
public final class NearestNames {
    private static final int SHOWN = 3;
    private static final int MAX_LENGTH = 128;

    private NearestNames() {}

    /** The nearest of the names, best first; empty when none is near. */
    public static List<String> to(String wanted, Stream<String> names) {
        if (wanted.isEmpty() || wanted.length() > MAX_LENGTH) {
            return List.of();
        }
        var known = names.toList();
        var near = new LinkedHashSet<String>();
        known.stream().filter(name -> name.endsWith("_" + wanted)).sorted().forEach(near::add);
        near.addAll(Nearest.names(wanted, known, SHOWN));
        return near.stream().limit(SHOWN).toList();
    }

    /** A second line that names them; empty when there are none. */
    public static String hint(List<String> nearest) {
        return nearest.isEmpty() ? "" : "\nDid you mean " + String.join(", ", nearest) + "?";
    }
}

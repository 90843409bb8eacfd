package io.muster.cli.format;

import io.muster.wire.text.Nearest;
import java.util.Collection;

/** The end of a sentence about an unknown name. */
public final class Suggestion {
    private Suggestion() {}

    /** {@code  (did you mean "x"?)}, or nothing. */
    public static String of(String wanted, Collection<String> known) {
        return Nearest.of(wanted, known)
                .map(near -> " (did you mean \"" + near + "\"?)")
                .orElse("");
    }
}

package io.muster.authserver.store;

import java.util.Optional;
import java.util.stream.Stream;

/** How much memory texts take, about. */
final class Room {
    /** What a text takes besides its characters. */
    private static final int EACH = 64;

    private Room() {}

    /** In bytes. */
    static int of(Stream<String> texts) {
        return texts.mapToInt(text -> text.length() + EACH).sum();
    }

    static int of(Optional<String> text) {
        return of(text.stream());
    }
}

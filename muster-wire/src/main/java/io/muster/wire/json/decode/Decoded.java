package io.muster.wire.json.decode;

import java.util.List;

/** What reading a document gave. */
public sealed interface Decoded<T> {
    /** A value; {@code warnings} are worth telling but harm nothing. */
    record Valid<T>(T value, List<Problem> warnings) implements Decoded<T> {}

    /** All that is wrong. */
    record Invalid<T>(List<Problem> problems) implements Decoded<T> {}
}

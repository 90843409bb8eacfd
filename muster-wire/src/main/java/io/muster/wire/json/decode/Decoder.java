package io.muster.wire.json.decode;

import io.muster.wire.json.JsonObject;

/** Reads an object into a value. */
@FunctionalInterface
public interface Decoder<T> {
    /** Reads the fields; what is missing or wrong is reported to them and replaced by any harmless value. */
    T decode(Fields fields);

    /** Reads a document, collecting all problems. */
    static <T> Decoded<T> decode(JsonObject document, Decoder<T> decoder) {
        var problems = new Problems();
        var value = decoder.decode(new Fields(document, JsonPath.ROOT, problems));
        return problems.errors().isEmpty()
                ? new Decoded.Valid<>(value, problems.warnings())
                : new Decoded.Invalid<>(problems.errors());
    }
}

package io.muster.authserver.store.codec;

import io.muster.wire.json.Json;
import io.muster.wire.json.JsonException;
import io.muster.wire.json.JsonObject;

/**
 * The written form of one kind of value.
 *
 * @param <T> the kind
 */
public interface Codec<T> {
    JsonObject encode(T value);

    /** @throws UnreadableValue when a member is missing or of another type */
    T decode(Document document);

    /** The value as a versioned document. */
    default byte[] write(T value) {
        return Json.bytes(encode(value).with(Document.VERSION_MEMBER, Document.VERSION));
    }

    /**
     * Reads a versioned document.
     *
     * @throws UnreadableValue when it is none, or of a version that this program does not know
     */
    default T read(byte[] document) {
        try {
            return decode(Document.of(Json.parse(document)));
        } catch (JsonException | IllegalArgumentException e) {
            throw new UnreadableValue("a stored value is not what this program writes", e);
        }
    }
}

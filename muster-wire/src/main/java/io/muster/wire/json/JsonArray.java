package io.muster.wire.json;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * A JSON array. Immutable; one that was read is a slice of its document and is written back byte for byte, as
 * {@link JsonObject} is.
 */
public final class JsonArray implements JsonValue {
    public static final JsonArray EMPTY = new JsonArray(null, Parts.NONE);

    private final @Nullable Slice slice;
    private final @Nullable Parts known;
    private @Nullable Parts scanned;

    private JsonArray(@Nullable Slice slice, @Nullable Parts known) {
        this.slice = slice;
        this.known = known;
    }

    /** An array as it was read. */
    static JsonArray read(Slice slice, Parts elements) {
        return new JsonArray(slice, elements);
    }

    /** An array that was validated and is indexed when it is needed. */
    static JsonArray unread(Slice slice) {
        return new JsonArray(slice, null);
    }

    public static JsonArray of(JsonValue... values) {
        return of(Arrays.asList(values));
    }

    public static JsonArray of(List<? extends JsonValue> values) {
        return values.isEmpty() ? EMPTY : new JsonArray(null, Parts.of(List.copyOf(values)));
    }

    public static JsonArray ofStrings(List<String> values) {
        return of(values.stream().map(JsonString::new).toList());
    }

    /** The bytes of an array that was read. */
    @Nullable
    Slice slice() {
        return slice;
    }

    Parts content() {
        if (known != null) {
            return known;
        }
        var content = scanned;
        if (content == null) {
            content = Scan.elements(Objects.requireNonNull(slice));
            scanned = content;
        }
        return content;
    }

    /** The elements, decoded as they are asked for. */
    public List<JsonValue> values() {
        return new Elements(content());
    }

    public int size() {
        return content().size();
    }

    public boolean isEmpty() {
        return size() == 0;
    }

    public JsonValue get(int index) {
        return content().get(Objects.checkIndex(index, size()));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (this == other) {
            return true;
        }
        if (!(other instanceof JsonArray that)) {
            return false;
        }
        return Slice.sameText(slice, that.slice) || content().sameValues(that.content());
    }

    @Override
    public int hashCode() {
        return content().hashOfValues();
    }

    @Override
    public String toString() {
        return Json.text(this);
    }

    private static final class Elements extends AbstractList<JsonValue> implements RandomAccess {
        private final Parts parts;

        Elements(Parts parts) {
            this.parts = parts;
        }

        @Override
        public JsonValue get(int index) {
            return parts.get(Objects.checkIndex(index, parts.size()));
        }

        @Override
        public int size() {
            return parts.size();
        }
    }
}

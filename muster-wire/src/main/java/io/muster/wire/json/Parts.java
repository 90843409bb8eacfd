package io.muster.wire.json;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values of one container in order. A scalar that came from a document stays undecoded until someone asks for it.
 *
 * <p>Safe to share between threads without locks: a value that is missing is decoded from bytes that never change, and
 * values are immutable, so that threads that decode at the same time store equal values.
 */
final class Parts {
    static final Parts NONE = new Parts(new byte[0], new int[0], new JsonValue[0], 0);

    private static final int BUILT = -1;

    private final byte[] document;
    /** Where each value begins in the document; {@link #BUILT} for one that is not from it. */
    private final int[] starts;

    private final @Nullable JsonValue[] values;
    private final int size;

    private Parts(byte[] document, int[] starts, @Nullable JsonValue[] values, int size) {
        this.document = document;
        this.starts = starts;
        this.values = values;
        this.size = size;
    }

    static Parts of(List<? extends JsonValue> values) {
        var array = values.toArray(JsonValue[]::new);
        var starts = new int[array.length];
        Arrays.fill(starts, BUILT);
        return new Parts(NONE.document, starts, array, array.length);
    }

    int size() {
        return size;
    }

    JsonValue get(int index) {
        var value = values[index];
        if (value == null) {
            value = Scan.scalar(document, starts[index]);
            values[index] = value;
        }
        return value;
    }

    /** Writes the value as it stands in the document when it is from one. */
    void writeTo(JsonWriter out, int index) {
        var start = starts[index];
        if (start == BUILT || values[index] instanceof JsonObject || values[index] instanceof JsonArray) {
            out.value(get(index));
        } else {
            out.raw(document, start, Scan.scalarEnd(document, start));
        }
    }

    Parts replaced(int index, JsonValue value) {
        return copy(size).set(index, value);
    }

    Parts appended(JsonValue value) {
        return copy(size + 1).set(size, value);
    }

    Parts removed(int index) {
        var copy = copy(size - 1);
        System.arraycopy(starts, index + 1, copy.starts, index, size - 1 - index);
        System.arraycopy(values, index + 1, copy.values, index, size - 1 - index);
        return copy;
    }

    private Parts copy(int newSize) {
        return new Parts(document, Arrays.copyOf(starts, newSize), Arrays.copyOf(values, newSize), newSize);
    }

    /** Only for a fresh copy that nobody else has seen. */
    private Parts set(int index, JsonValue value) {
        starts[index] = BUILT;
        values[index] = value;
        return this;
    }

    /** Collects the values of a container while it is read. */
    static final class Builder {
        private final byte[] document;
        private int[] starts = new int[8];
        private @Nullable JsonValue[] values = new JsonValue[8];
        private int size;

        Builder(byte[] document) {
            this.document = document;
        }

        void scalar(int start) {
            grow();
            starts[size++] = start;
        }

        void container(int start, JsonValue value) {
            grow();
            values[size] = value;
            starts[size++] = start;
        }

        private void grow() {
            if (size == starts.length) {
                starts = Arrays.copyOf(starts, size * 2);
                values = Arrays.copyOf(values, size * 2);
            }
        }

        Parts build() {
            return new Parts(document, starts, values, size);
        }
    }
}

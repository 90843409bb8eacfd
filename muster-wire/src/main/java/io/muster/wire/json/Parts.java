package io.muster.wire.json;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values of one container in order. What came from a document may stay undecoded until someone asks for it; containers
 * are then made anew each time, because there are very many.
 *
 * <p>Safe to share between threads without locks: a value that is missing is decoded from bytes that never change, and
 * values are immutable, so that threads that decode at the same time store equal values.
 */
final class Parts {
    static final Parts NONE = new Parts(new byte[0], new int[0], new int[0], new JsonValue[0], 0);

    private static final int BUILT = -1;

    private final byte[] document;
    /** Where each value begins in the document; {@link #BUILT} for one that is not from it. */
    private final int[] starts;

    private final int[] ends;
    private final @Nullable JsonValue[] values;
    private final int size;

    private Parts(byte[] document, int[] starts, int[] ends, @Nullable JsonValue[] values, int size) {
        this.document = document;
        this.starts = starts;
        this.ends = ends;
        this.values = values;
        this.size = size;
    }

    static Parts of(List<? extends JsonValue> values) {
        var array = values.toArray(JsonValue[]::new);
        var starts = new int[array.length];
        Arrays.fill(starts, BUILT);
        return new Parts(NONE.document, starts, new int[array.length], array, array.length);
    }

    int size() {
        return size;
    }

    JsonValue get(int index) {
        var value = values[index];
        if (value == null) {
            value = peek(index);
            if (!(value instanceof JsonObject || value instanceof JsonArray)) {
                values[index] = value;
            }
        }
        return value;
    }

    /** The value, for a short look that leaves nothing behind. */
    JsonValue peek(int index) {
        var value = values[index];
        return value == null ? Scan.value(document, starts[index], ends[index]) : value;
    }

    boolean sameValues(Parts other) {
        if (size != other.size) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            if (!peek(i).equals(other.peek(i))) {
                return false;
            }
        }
        return true;
    }

    int hashOfValues() {
        var hash = 1;
        for (int i = 0; i < size; i++) {
            hash = 31 * hash + peek(i).hashCode();
        }
        return hash;
    }

    /** Writes the value as it stands in the document when it is from one. */
    void writeTo(JsonWriter out, int index) {
        if (starts[index] == BUILT) {
            out.value(get(index));
        } else {
            out.raw(document, starts[index], ends[index]);
        }
    }

    /** How many bytes the values have when they are written, commas included, if no text needs escapes. */
    long sizeHint() {
        var hint = (long) Math.max(0, size - 1);
        for (int i = 0; i < size; i++) {
            hint += starts[i] == BUILT ? JsonWriter.sizeHint(get(i)) : ends[i] - starts[i];
        }
        return hint;
    }

    void addTo(Footprint sum) {
        sum.add(document);
        for (int i = 0; i < size; i++) {
            if (starts[i] == BUILT) {
                sum.add(get(i));
            }
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
        System.arraycopy(ends, index + 1, copy.ends, index, size - 1 - index);
        System.arraycopy(values, index + 1, copy.values, index, size - 1 - index);
        return copy;
    }

    private Parts copy(int newSize) {
        return new Parts(
                document,
                Arrays.copyOf(starts, newSize),
                Arrays.copyOf(ends, newSize),
                Arrays.copyOf(values, newSize),
                newSize);
    }

    /** Only for a fresh copy that nobody else has seen. */
    private Parts set(int index, JsonValue value) {
        starts[index] = BUILT;
        values[index] = value;
        return this;
    }

    /** Collects the values of a container while it is read. */
    static final class Builder {
        private static final int FEW = 8;

        private final byte[] document;
        private int[] starts = NONE.starts;
        private int[] ends = NONE.ends;
        private @Nullable JsonValue[] values = NONE.values;
        private int size;

        Builder(byte[] document) {
            this.document = document;
        }

        /** A value whose end is not known yet: {@link #ended} must follow. */
        void add(int start, @Nullable JsonValue container) {
            if (size == starts.length) {
                var room = Math.max(FEW, size * 2);
                starts = Arrays.copyOf(starts, room);
                ends = Arrays.copyOf(ends, room);
                values = Arrays.copyOf(values, room);
            }
            values[size] = container;
            starts[size++] = start;
        }

        void ended(int end) {
            ends[size - 1] = end;
        }

        Parts build() {
            return size == 0 ? NONE : new Parts(document, starts, ends, values, size);
        }
    }
}

package io.muster.wire.http.engine;

import java.util.Arrays;

/** Bytes as they arrive. What they take is counted as it grows, not as it was announced. */
final class Content {
    private final Intake intake;
    private final int expected;
    private byte[] bytes;
    private int size;

    /**
     * @param first how many to have room for at once
     * @param expected how many there will be, or the most there may be
     */
    Content(Intake intake, int first, int expected) {
        this.intake = intake;
        this.expected = expected;
        this.bytes = new byte[Math.min(first, expected)];
        intake.add(bytes.length);
    }

    void add(byte[] piece, int count) {
        if (bytes.length - size < count) {
            grow(size + count);
        }
        System.arraycopy(piece, 0, bytes, size, count);
        size += count;
    }

    private void grow(int needed) {
        var capacity = Math.max(needed, (int) Math.min(2L * bytes.length, expected));
        intake.add(capacity - bytes.length);
        bytes = Arrays.copyOf(bytes, capacity);
    }

    byte[] toArray() {
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }
}

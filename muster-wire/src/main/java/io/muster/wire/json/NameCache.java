package io.muster.wire.json;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The names read last from a document, by their bytes. Most names come again and again and need decoding once; and most
 * objects are like one before, so that a name can be guessed from the one before it and only compared.
 */
final class NameCache {
    private static final int SLOT_BITS = 6;
    private static final int WORD = Long.BYTES;
    /** So many guesses are kept at most, however many names a document has. */
    private static final int MOST_GUESSES = 1_000;

    /** Spreads differences over all bits (2^64 divided by the golden ratio). */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final byte[] document;
    private final @Nullable Name[] slots = new Name[1 << SLOT_BITS];
    private int guesses;

    NameCache(byte[] document) {
        this.document = document;
    }

    /** A name as it stands in the document. */
    static final class Name {
        private final String text;
        private final long bits;
        /** Up to eight bytes, with the quotation mark. */
        private final long first;
        /** The last eight bytes, of those that have more. */
        private final long last;

        private final int start;
        private final int length;
        private @Nullable Name next;
        private @Nullable Name opening;

        private Name(String text, long bits, long first, long last, int start, int length) {
            this.text = text;
            this.bits = bits;
            this.first = first;
            this.last = last;
            this.start = start;
            this.length = length;
        }

        /** What there is before the first name of all. */
        static Name none() {
            return new Name("", 0, 0, 0, 0, 0);
        }

        /** What there is before the first name in an object that belongs to this name, or that its array holds. */
        Name opening() {
            var known = opening;
            if (known == null) {
                known = none();
                opening = known;
            }
            return known;
        }

        String text() {
            return text;
        }

        /** Equal names have one in common, however they are written. */
        long bits() {
            return bits;
        }

        /** In bytes, with quotation marks. */
        int length() {
            return length;
        }
    }

    /** The name that came after this one last time, if the same bytes are here. */
    @Nullable
    Name guess(Name before, int start) {
        var next = before.next;
        return next != null && isAt(next, start) ? next : null;
    }

    /** The name that stands there in quotation marks. */
    Name find(Name before, int start, int end) {
        var length = end - start;
        var first = StringBytes.word(document, start, length);
        var last = length > WORD ? StringBytes.word(document, end - WORD, WORD) : 0;
        // Names that share their first and last bytes and the length take the slot from each other.
        var slot = (int) (((first ^ Long.rotateLeft(last, 29) ^ length) * SPREAD) >>> (64 - SLOT_BITS));
        var name = slots[slot];
        if (name == null || !isAt(name, start)) {
            var text = Scan.string(document, start, end);
            // What is not plain can be written in other ways, and has other slots then.
            var isPlain = text.length() == length - 2;
            name = new Name(text, isPlain ? 1L << slot : -1L, first, last, start, length);
            slots[slot] = name;
        }
        if (guesses < MOST_GUESSES) {
            guesses++;
            before.next = name;
        }
        return name;
    }

    private boolean isAt(Name name, int start) {
        var length = name.length;
        var end = start + length;
        return end <= document.length
                && StringBytes.word(document, start, length) == name.first
                && (length <= WORD || StringBytes.word(document, end - WORD, WORD) == name.last)
                && (length <= 2 * WORD
                        || Arrays.equals(document, name.start, name.start + length, document, start, end));
    }
}

package io.muster.wire.json;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names seen so far in each of the objects that are open while a document is read. Short objects cost no
 * allocation; an object with many names gets a set, so that no document takes quadratic time.
 */
final class NameStack {
    private static final int FEW = 24;

    private String[] names = new String[64];
    private int top;
    private int[] bases = new int[32];
    /** Those of all names of the container: a name of whose bits none is set is new. */
    private long[] bits = new long[32];

    private @Nullable Set<String>[] sets = newSets(32);
    private int depth;

    /** A container opens; answers how many are open now. */
    int open() {
        depth++;
        if (depth == bases.length) {
            bases = Arrays.copyOf(bases, depth * 2);
            bits = Arrays.copyOf(bits, depth * 2);
            sets = Arrays.copyOf(sets, depth * 2);
        }
        bases[depth] = top;
        bits[depth] = 0;
        return depth;
    }

    void close() {
        top = bases[depth];
        if (sets[depth] != null) {
            sets[depth] = null;
        }
        depth--;
    }

    /**
     * Whether the name is new in the innermost container.
     *
     * @param nameBits equal names have one in common
     */
    boolean add(String name, long nameBits) {
        var base = bases[depth];
        var set = sets[depth];
        if (set != null) {
            return set.add(name);
        }
        if ((bits[depth] & nameBits) != 0 && isAmong(name, base)) {
            return false;
        }
        bits[depth] |= nameBits;
        if (top == names.length) {
            names = Arrays.copyOf(names, top * 2);
        }
        names[top++] = name;
        if (top - base > FEW) {
            sets[depth] = new HashSet<>(Arrays.asList(names).subList(base, top));
        }
        return true;
    }

    private boolean isAmong(String name, int base) {
        for (int i = base; i < top; i++) {
            if (names[i].equals(name)) {
                return true;
            }
        }
        return false;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static @Nullable Set<String>[] newSets(int length) {
        return new Set[length];
    }
}

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
    private @Nullable Set<String>[] sets = newSets(32);
    private int depth;

    /** A container opens; answers how many are open now. */
    int open() {
        depth++;
        if (depth == bases.length) {
            bases = Arrays.copyOf(bases, depth * 2);
            sets = Arrays.copyOf(sets, depth * 2);
        }
        bases[depth] = top;
        return depth;
    }

    void close() {
        top = bases[depth];
        sets[depth] = null;
        depth--;
    }

    /** Whether the name is new in the innermost container. */
    boolean add(String name) {
        var base = bases[depth];
        var set = sets[depth];
        if (set != null) {
            return set.add(name);
        }
        var hash = name.hashCode();
        for (int i = base; i < top; i++) {
            if (names[i].hashCode() == hash && names[i].equals(name)) {
                return false;
            }
        }
        if (top == names.length) {
            names = Arrays.copyOf(names, top * 2);
        }
        names[top++] = name;
        if (top - base > FEW) {
            sets[depth] = new HashSet<>(Arrays.asList(names).subList(base, top));
        }
        return true;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static @Nullable Set<String>[] newSets(int length) {
        return new Set[length];
    }
}

package io.muster.wire.json;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names and values of an object; few are searched one by one, many through an index that is built on first use. */
final class Members {
    static final Members NONE = new Members(new String[0], Parts.NONE);

    private static final int FEW = 16;

    private final String[] names;
    private final Parts values;
    /** An immutable map, safe to read without synchronization; threads that race build equal ones. */
    private @Nullable Map<String, Integer> index;

    Members(String[] names, Parts values) {
        this.names = names;
        this.values = values;
    }

    int size() {
        return names.length;
    }

    String name(int position) {
        return names[position];
    }

    String[] names() {
        return names.clone();
    }

    Parts values() {
        return values;
    }

    long sizeHint() {
        var hint = values.sizeHint();
        for (var name : names) {
            hint += 3 + name.length();
        }
        return hint;
    }

    void addTo(Footprint sum) {
        for (var name : names) {
            sum.add(name);
        }
        values.addTo(sum);
    }

    @Nullable
    JsonValue find(String name) {
        var position = position(name);
        return position < 0 ? null : values.get(position);
    }

    int position(String name) {
        if (names.length > FEW) {
            return index().getOrDefault(name, -1);
        }
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private Map<String, Integer> index() {
        var known = index;
        if (known == null) {
            var positions = HashMap.<String, Integer>newHashMap(names.length);
            for (int i = 0; i < names.length; i++) {
                positions.put(names[i], i);
            }
            known = Map.copyOf(positions);
            index = known;
        }
        return known;
    }

    Members with(String name, JsonValue value) {
        var position = position(name);
        if (position >= 0) {
            return new Members(names, values.replaced(position, value));
        }
        var longer = Arrays.copyOf(names, names.length + 1);
        longer[names.length] = name;
        return new Members(longer, values.appended(value));
    }

    Members without(int position) {
        var shorter = Arrays.copyOf(names, names.length - 1);
        System.arraycopy(names, position + 1, shorter, position, shorter.length - position);
        return new Members(shorter, values.removed(position));
    }

    /** Collects names. */
    static final class Names {
        private String[] names = new String[8];
        private int size;

        void add(String name) {
            if (size == names.length) {
                names = Arrays.copyOf(names, size * 2);
            }
            names[size++] = name;
        }

        String[] toArray() {
            return Arrays.copyOf(names, size);
        }
    }
}

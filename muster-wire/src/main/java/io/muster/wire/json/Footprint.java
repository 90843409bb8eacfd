package io.muster.wire.json;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sums up what a value keeps in memory. */
final class Footprint {
    private final Set<byte[]> documents = Collections.newSetFromMap(new IdentityHashMap<>(2));
    private long bytes;

    private Footprint() {}

    static long of(JsonValue value) {
        var sum = new Footprint();
        sum.add(value);
        return sum.bytes;
    }

    void add(JsonValue value) {
        switch (value) {
            case JsonObject object -> {
                if (!added(object.slice())) {
                    object.content().addTo(this);
                }
            }
            case JsonArray array -> {
                if (!added(array.slice())) {
                    array.content().addTo(this);
                }
            }
            case JsonString(var text) -> add(text);
            case JsonNumber(var text) -> add(text);
            case JsonBoolean _, JsonNull _ -> {}
        }
    }

    private boolean added(@Nullable Slice slice) {
        if (slice == null) {
            return false;
        }
        add(slice.document());
        return true;
    }

    void add(byte[] document) {
        if (documents.add(document)) {
            bytes += document.length;
        }
    }

    void add(String text) {
        bytes += text.length();
    }
}

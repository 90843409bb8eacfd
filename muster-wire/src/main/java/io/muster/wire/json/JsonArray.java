package io.muster.wire.json;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** A JSON array. */
public final class JsonArray implements JsonValue {
    public static final JsonArray EMPTY = new JsonArray(List.of());

    private final List<JsonValue> values;

    private JsonArray(List<JsonValue> values) {
        this.values = values;
    }

    public static JsonArray of(JsonValue... values) {
        return new JsonArray(List.copyOf(Arrays.asList(values)));
    }

    public static JsonArray of(List<? extends JsonValue> values) {
        return new JsonArray(List.copyOf(values));
    }

    public static JsonArray ofStrings(List<String> values) {
        return new JsonArray(values.stream().<JsonValue>map(JsonString::new).toList());
    }

    public List<JsonValue> values() {
        return values;
    }

    public int size() {
        return values().size();
    }

    public boolean isEmpty() {
        return values().isEmpty();
    }

    public JsonValue get(int index) {
        return values().get(index);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonArray that && values().equals(that.values());
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(values());
    }

    @Override
    public String toString() {
        return Json.text(this);
    }
}

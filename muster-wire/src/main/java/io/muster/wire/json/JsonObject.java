package io.muster.wire.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that keeps the order of its members. Persistent: {@link #with} and {@link #without} answer a new object
 * and share all other members with the old one.
 */
public final class JsonObject implements JsonValue {
    public static final JsonObject EMPTY = new JsonObject(Map.of());

    private final Map<String, JsonValue> members;

    private JsonObject(Map<String, JsonValue> members) {
        this.members = members;
    }

    /** One member of an object. */
    public record Member(String name, JsonValue value) {}

    public static Builder builder() {
        return new Builder();
    }

    public static JsonObject of(String name, JsonValue value) {
        return builder().put(name, value).build();
    }

    public static JsonObject of(String name, String value) {
        return builder().put(name, value).build();
    }

    /** Members in the iteration order of the map. */
    public static JsonObject of(Map<String, ? extends JsonValue> members) {
        return new JsonObject(new LinkedHashMap<>(members));
    }

    public static JsonObject ofStrings(Map<String, String> members) {
        var builder = builder();
        members.forEach(builder::put);
        return builder.build();
    }

    public List<Member> members() {
        var list = new ArrayList<Member>(members.size());
        members.forEach((name, value) -> list.add(new Member(name, value)));
        return list;
    }

    public List<String> names() {
        return List.copyOf(members.keySet());
    }

    public int size() {
        return members.size();
    }

    public boolean isEmpty() {
        return members.isEmpty();
    }

    public boolean has(String name) {
        return members.containsKey(name);
    }

    /** The member's value, JSON {@code null} included. */
    public Optional<JsonValue> get(String name) {
        return Optional.ofNullable(members.get(name));
    }

    /** The member when it is a string. */
    public Optional<String> text(String name) {
        return members.get(name) instanceof JsonString string ? Optional.of(string.value()) : Optional.empty();
    }

    /** The member when it is a string, else the given text. */
    public String text(String name, String otherwise) {
        return members.get(name) instanceof JsonString string ? string.value() : otherwise;
    }

    /** The member when it is an object. */
    public Optional<JsonObject> object(String name) {
        return members.get(name) instanceof JsonObject object ? Optional.of(object) : Optional.empty();
    }

    /** The member when it is an array. */
    public Optional<JsonArray> array(String name) {
        return members.get(name) instanceof JsonArray array ? Optional.of(array) : Optional.empty();
    }

    /** The values of the member when it is an array, else nothing. */
    public List<JsonValue> values(String name) {
        return array(name).map(JsonArray::values).orElse(List.of());
    }

    /** The member when it is a boolean. */
    public Optional<Boolean> bool(String name) {
        return members.get(name) instanceof JsonBoolean bool ? Optional.of(bool.value()) : Optional.empty();
    }

    /** Whether the member is the boolean {@code true}. */
    public boolean isTrue(String name) {
        return members.get(name) == JsonBoolean.TRUE;
    }

    /** The member when it is a whole number in the range of {@code long}. */
    public OptionalLong integer(String name) {
        return members.get(name) instanceof JsonNumber number ? number.longValue() : OptionalLong.empty();
    }

    /** This object with the member set: replaced in its place, or appended. */
    public JsonObject with(String name, JsonValue value) {
        var copy = new LinkedHashMap<>(members);
        copy.put(name, value);
        return new JsonObject(copy);
    }

    public JsonObject with(String name, String value) {
        return with(name, new JsonString(value));
    }

    public JsonObject with(String name, boolean value) {
        return with(name, JsonBoolean.of(value));
    }

    public JsonObject with(String name, long value) {
        return with(name, JsonNumber.of(value));
    }

    /** This object without the member; the same object when it has none of that name. */
    public JsonObject without(String name) {
        if (!members.containsKey(name)) {
            return this;
        }
        var copy = new LinkedHashMap<>(members);
        copy.remove(name);
        return new JsonObject(copy);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonObject that && members.equals(that.members);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(members);
    }

    @Override
    public String toString() {
        return Json.text(this);
    }

    /** Collects members in order; a name put twice keeps its first place and its last value. */
    public static final class Builder {
        private final Map<String, JsonValue> members = new LinkedHashMap<>();

        private Builder() {}

        public Builder put(String name, JsonValue value) {
            members.put(name, value);
            return this;
        }

        public Builder put(String name, String value) {
            return put(name, new JsonString(value));
        }

        public Builder put(String name, boolean value) {
            return put(name, JsonBoolean.of(value));
        }

        public Builder put(String name, long value) {
            return put(name, JsonNumber.of(value));
        }

        /** Puts the member only when there is a value. */
        public Builder putIfPresent(String name, Optional<? extends JsonValue> value) {
            value.ifPresent(present -> put(name, present));
            return this;
        }

        public Builder putTextIfPresent(String name, Optional<String> value) {
            value.ifPresent(present -> put(name, present));
            return this;
        }

        public JsonObject build() {
            return members.isEmpty() ? EMPTY : new JsonObject(new LinkedHashMap<>(members));
        }
    }
}

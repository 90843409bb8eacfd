package io.muster.wire.json;

import java.util.ArrayList;
import java.util.Collections;
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
 *
 * <p>An object that was read and not edited is a slice of its document, which it keeps alive; it is written back byte for
 * byte. Deeper levels are indexed when someone first looks inside, without a lock: threads that do so at the same time
 * store equal results.
 */
public final class JsonObject implements JsonValue {
    public static final JsonObject EMPTY = new JsonObject(null, Members.NONE);

    private final @Nullable Slice slice;
    private final @Nullable Members known;
    private @Nullable Members scanned;

    private JsonObject(@Nullable Slice slice, @Nullable Members known) {
        this.slice = slice;
        this.known = known;
    }

    /** An object as it was read. */
    static JsonObject read(Slice slice, Members members) {
        return new JsonObject(slice, members);
    }

    /** An object that was validated and is indexed when it is needed. */
    static JsonObject unread(Slice slice) {
        return new JsonObject(slice, null);
    }

    /** The bytes of an object that was read and not edited. */
    @Nullable
    Slice slice() {
        return slice;
    }

    Members content() {
        if (known != null) {
            return known;
        }
        var content = scanned;
        if (content == null) {
            content = Scan.members(Objects.requireNonNull(slice));
            scanned = content;
        }
        return content;
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
        if (members.isEmpty()) {
            return EMPTY;
        }
        var ordered = new LinkedHashMap<String, JsonValue>(members);
        var names = ordered.keySet().toArray(String[]::new);
        return new JsonObject(null, new Members(names, Parts.of(List.copyOf(ordered.values()))));
    }

    public static JsonObject ofStrings(Map<String, String> members) {
        var builder = builder();
        members.forEach(builder::put);
        return builder.build();
    }

    public List<Member> members() {
        var content = content();
        var list = new ArrayList<Member>(content.size());
        for (int i = 0; i < content.size(); i++) {
            list.add(new Member(content.name(i), content.values().get(i)));
        }
        return Collections.unmodifiableList(list);
    }

    public List<String> names() {
        return List.of(content().names());
    }

    public int size() {
        return content().size();
    }

    public boolean isEmpty() {
        return size() == 0;
    }

    public boolean has(String name) {
        return content().position(name) >= 0;
    }

    /** The member's value, JSON {@code null} included. */
    public Optional<JsonValue> get(String name) {
        return Optional.ofNullable(find(name));
    }

    private @Nullable JsonValue find(String name) {
        return content().find(name);
    }

    /** The member when it is a string. */
    public Optional<String> text(String name) {
        return find(name) instanceof JsonString string ? Optional.of(string.value()) : Optional.empty();
    }

    /** The member when it is a string, else the given text. */
    public String text(String name, String otherwise) {
        return find(name) instanceof JsonString string ? string.value() : otherwise;
    }

    /** The member when it is an object. */
    public Optional<JsonObject> object(String name) {
        return find(name) instanceof JsonObject object ? Optional.of(object) : Optional.empty();
    }

    /** The member when it is an array. */
    public Optional<JsonArray> array(String name) {
        return find(name) instanceof JsonArray array ? Optional.of(array) : Optional.empty();
    }

    /** The values of the member when it is an array, else nothing. */
    public List<JsonValue> values(String name) {
        return array(name).map(JsonArray::values).orElse(List.of());
    }

    /** The member when it is a boolean. */
    public Optional<Boolean> bool(String name) {
        return find(name) instanceof JsonBoolean bool ? Optional.of(bool.value()) : Optional.empty();
    }

    /** Whether the member is the boolean {@code true}. */
    public boolean isTrue(String name) {
        return find(name) == JsonBoolean.TRUE;
    }

    /** The member when it is a whole number in the range of {@code long}. */
    public OptionalLong integer(String name) {
        return find(name) instanceof JsonNumber number ? number.longValue() : OptionalLong.empty();
    }

    /** This object with the member set: replaced in its place, or appended. */
    public JsonObject with(String name, JsonValue value) {
        return new JsonObject(null, content().with(name, Objects.requireNonNull(value, "value")));
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
        var position = content().position(name);
        return position < 0 ? this : new JsonObject(null, content().without(position));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (this == other) {
            return true;
        }
        if (!(other instanceof JsonObject that)) {
            return false;
        }
        if (Slice.sameText(slice, that.slice)) {
            return true;
        }
        var content = content();
        if (content.size() != that.size()) {
            return false;
        }
        for (int i = 0; i < content.size(); i++) {
            var position = that.content().position(content.name(i));
            if (position < 0
                    || !content.values().peek(i).equals(that.content().values().peek(position))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        var content = content();
        var hash = 0;
        for (int i = 0; i < content.size(); i++) {
            hash += content.name(i).hashCode() ^ content.values().peek(i).hashCode();
        }
        return hash;
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
            return of(members);
        }
    }
}

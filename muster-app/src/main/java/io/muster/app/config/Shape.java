package io.muster.app.config;

import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonBoolean;
import io.muster.wire.json.JsonNull;
import io.muster.wire.json.JsonNumber;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import io.muster.wire.json.JsonValue;
import io.muster.wire.json.decode.Fields;
import io.muster.wire.text.Nearest;
import java.util.List;
import java.util.Optional;

/** What a value of the configuration may be, and what it is when absent. */
sealed interface Shape {
    String MASK = "***";

    /** The value of a key, or its default; what is wrong is reported to the fields. */
    JsonValue read(Fields parent, String name);

    /** The value as tools show it. */
    default JsonValue shown(JsonValue value) {
        return value;
    }

    record Text(String otherwise, boolean secret) implements Shape {
        @Override
        public JsonValue read(Fields parent, String name) {
            return new JsonString(parent.text(name).orElse(otherwise));
        }

        @Override
        public JsonValue shown(JsonValue value) {
            return secret && !value.equals(new JsonString("")) ? new JsonString(MASK) : value;
        }
    }

    record Flag(boolean otherwise) implements Shape {
        @Override
        public JsonValue read(Fields parent, String name) {
            return JsonBoolean.of(parent.bool(name, otherwise));
        }
    }

    /** A flag whose default depends on something else. */
    record OptionalFlag() implements Shape {
        @Override
        public JsonValue read(Fields parent, String name) {
            return parent.has(name) ? JsonBoolean.of(parent.bool(name, false)) : JsonNull.NULL;
        }
    }

    record Whole(long otherwise, long min, long max) implements Shape {
        @Override
        public JsonValue read(Fields parent, String name) {
            return JsonNumber.of(parent.integer(name, min, max).orElse(otherwise));
        }
    }

    record Texts() implements Shape {
        @Override
        public JsonValue read(Fields parent, String name) {
            var texts = parent.strings(name);
            return texts.isEmpty() ? JsonNull.NULL : JsonArray.ofStrings(texts);
        }
    }

    /** A list of objects that is looked into by whoever uses it. */
    record Objects() implements Shape {
        @Override
        public JsonValue read(Fields parent, String name) {
            var objects = parent.list(name);
            return objects.isEmpty()
                    ? JsonNull.NULL
                    : JsonArray.of(objects.stream().map(Fields::object).toList());
        }
    }

    /** An object that is looked into by whoever uses it; {@code clientSecret} is hidden wherever it stands. */
    record Open() implements Shape {
        private static final String SECRET = "clientSecret";

        @Override
        public JsonValue read(Fields parent, String name) {
            return parent.fields(name).<JsonValue>map(Fields::object).orElse(JsonNull.NULL);
        }

        @Override
        public JsonValue shown(JsonValue value) {
            if (!(value instanceof JsonObject object)) {
                return value;
            }
            var shown = JsonObject.builder();
            object.members()
                    .forEach(member -> shown.put(
                            member.name(),
                            member.name().equals(SECRET) ? new JsonString(MASK) : shown(member.value())));
            return shown.build();
        }

        /** A value that was shown, with what is hidden in it as it was. */
        JsonValue restored(JsonValue value, Optional<JsonValue> before) {
            if (!(value instanceof JsonObject object)) {
                return value;
            }
            var old = before.orElse(JsonNull.NULL) instanceof JsonObject known ? known : JsonObject.EMPTY;
            var restored = JsonObject.builder();
            for (var member : object.members()) {
                if (member.name().equals(SECRET) && member.value().equals(new JsonString(MASK))) {
                    restored.putIfPresent(SECRET, old.get(SECRET));
                } else {
                    restored.put(member.name(), restored(member.value(), old.get(member.name())));
                }
            }
            return restored.build();
        }
    }

    /**
     * A key of a section.
     *
     * @param name in the file
     * @param shownAs in tool results, which have always used other names
     */
    record Setting(String name, String shownAs, Shape shape) {}

    record Section(List<Setting> keys) implements Shape {
        @Override
        public JsonValue read(Fields parent, String name) {
            return read(parent.fieldsOrEmpty(name));
        }

        /** All keys, absent ones with their defaults. Unknown ones are a warning: other versions may know them. */
        JsonObject read(Fields fields) {
            var object = JsonObject.builder();
            keys.forEach(key -> object.put(key.name(), key.shape().read(fields, key.name())));
            fields.unknown().forEach(name -> fields.warning(name, "unknown key" + suggestion(name)));
            return object.build();
        }

        @Override
        public JsonValue shown(JsonValue value) {
            var shown = JsonObject.builder();
            if (value instanceof JsonObject object) {
                keys.forEach(key ->
                        shown.putIfPresent(key.shownAs(), object.get(key.name()).map(key.shape()::shown)));
            }
            return shown.build();
        }

        /** A key by either of its names; case does not matter. */
        Optional<Setting> find(String name) {
            return keys.stream()
                    .filter(key -> key.name().equalsIgnoreCase(name))
                    .findFirst();
        }

        String suggestion(String name) {
            var near = Nearest.names(name, keys.stream().map(Setting::name).toList(), 1);
            return near.isEmpty() ? "" : ", did you mean '" + near.getFirst() + "'?";
        }
    }
}

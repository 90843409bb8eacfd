package io.muster.wire.json;

import java.util.Objects;

/** A JSON string, decoded. */
public record JsonString(String value) implements JsonValue {
    public JsonString {
        Objects.requireNonNull(value, "value");
    }

    @Override
    public String toString() {
        return Json.text(this);
    }
}

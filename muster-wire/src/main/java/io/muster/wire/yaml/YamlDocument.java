package io.muster.wire.yaml;

import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonValue;
import io.muster.wire.json.decode.JsonPath;

/** One YAML document: its value, where each part stands, and the text that a change of the value leads to. */
public final class YamlDocument {
    private YamlDocument() {}

    /**
     * Reads the first document of the text.
     *
     * @throws YamlException with the position of the fault
     */
    public static YamlDocument parse(String text) {
        throw new UnsupportedOperationException(text);
    }

    /** A text for a value that no file has held yet. */
    public static String write(JsonObject value) {
        throw new UnsupportedOperationException(value.toString());
    }

    /** The value; an empty text is an empty object. */
    public JsonValue value() {
        throw new UnsupportedOperationException();
    }

    /** Where the part at the path stands; of an unknown path, where its nearest known parent stands. */
    public Position position(JsonPath path) {
        throw new UnsupportedOperationException(path.text());
    }

    /**
     * The text with the value changed to another one. Comments, order, quoting and unknown keys of parts that are equal
     * in both values stay as they are.
     */
    public String edited(JsonObject changed) {
        throw new UnsupportedOperationException(changed.toString());
    }
}

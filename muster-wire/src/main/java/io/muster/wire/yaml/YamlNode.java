package io.muster.wire.yaml;

import io.muster.wire.json.JsonValue;
import java.util.List;
import org.snakeyaml.engine.v2.common.ScalarStyle;

/** A part of a document: what it says and which chars of the text say it. */
sealed interface YamlNode {
    /** Offset of the first char, anchor and tag included. */
    int start();

    /** Offset after the last char that belongs to the value; blank lines and comments that follow do not. */
    int end();

    JsonValue value();

    /** What the value costs with all aliases spelled out. */
    Size size();

    /** Chars (and one for each part), and how deep it is nested. */
    record Size(long weight, int depth) {}

    record Scalar(int start, int end, JsonValue value, Size size, ScalarStyle style) implements YamlNode {}

    record Mapping(int start, int end, JsonValue value, Size size, boolean flow, List<Entry> entries)
            implements YamlNode {}

    record Sequence(int start, int end, JsonValue value, Size size, boolean flow, List<YamlNode> elements)
            implements YamlNode {}

    /** Stands for a node that was anchored before. */
    record Alias(int start, int end, YamlNode target) implements YamlNode {
        @Override
        public JsonValue value() {
            return target.value();
        }

        @Override
        public Size size() {
            return target.size();
        }
    }

    /**
     * A key and its value.
     *
     * @param name the key's text
     * @param merge whether it is {@code <<}, which brings in the members of another mapping
     */
    record Entry(String name, boolean merge, Scalar key, YamlNode node) {}
}

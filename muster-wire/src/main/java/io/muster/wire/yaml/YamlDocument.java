package io.muster.wire.yaml;

import io.muster.wire.json.JsonNull;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonValue;
import io.muster.wire.json.decode.JsonPath;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.ScalarStyle;

/**
 * One YAML document: its value, where each part stands, and the text that a change of the value leads to.
 *
 * <p>Values follow the core schema of YAML 1.2.2 (section 10.3), so {@code no} is a string; numbers keep their text where
 * JSON allows it; keys become text. Aliases and merge keys are followed; what has no JSON equivalent (other tags, not
 * finite numbers, keys that are collections) and duplicate keys are refused, as is a text that is longer than 4 Mi
 * characters, nested deeper than 200 levels, or expands to far more than it holds. Immutable.
 */
public final class YamlDocument {
    private final SourceText source;
    private final Optional<YamlNode> root;

    private YamlDocument(SourceText source, Optional<YamlNode> root) {
        this.source = source;
        this.root = root;
    }

    /**
     * Reads the first document of the text.
     *
     * @throws YamlException with the position of the fault
     */
    public static YamlDocument parse(String text) {
        var source = new SourceText(text);
        return new YamlDocument(source, YamlComposer.compose(source).filter(node -> !isEmpty(node)));
    }

    private static boolean isEmpty(YamlNode node) {
        return node instanceof YamlNode.Scalar scalar
                && scalar.style() == ScalarStyle.PLAIN
                && scalar.value() == JsonNull.NULL
                && scalar.start() == scalar.end();
    }

    /** A text for a value that no file has held yet. */
    public static String write(JsonValue value) {
        return (YamlWriter.isBlock(value) ? YamlWriter.block(value, 0) : YamlWriter.flow(value)) + "\n";
    }

    /** The value; an empty text is an empty object. */
    public JsonValue value() {
        return root.map(YamlNode::value).orElse(JsonObject.EMPTY);
    }

    /**
     * Where the part at the path stands: a member at its key, an element at its first character. Of an unknown path,
     * where its nearest known parent stands.
     */
    public Position position(JsonPath path) {
        var start = root.map(node -> PathSearch.nearest(node, path)).orElse(0);
        return source.position(start);
    }

    /**
     * The text with the value changed to another one. Comments, order, quoting and unknown keys of parts that are equal
     * in both values stay as they are; what cannot be edited in the text is written anew, at worst the whole document.
     * The result always reads as the changed value.
     */
    public String edited(JsonObject changed) {
        if (changed.equals(value())) {
            return source.text();
        }
        var proposed =
                root.isPresent() ? YamlEditor.propose(source, root.get(), changed) : Optional.of(appended(changed));
        return proposed.filter(text -> readsAs(text, changed)).orElseGet(() -> write(changed));
    }

    private String appended(JsonObject changed) {
        var text = source.text();
        var separator = text.isEmpty() || text.endsWith("\n") ? "" : source.lineBreak();
        return text + separator + write(changed).replace("\n", source.lineBreak());
    }

    private static boolean readsAs(String text, JsonObject expected) {
        try {
            return parse(text).value().equals(expected);
        } catch (YamlException unreadable) {
            return false;
        }
    }
}

package io.muster.wire.yaml;

import io.muster.wire.json.JsonString;
import io.muster.wire.json.JsonValue;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.ScalarStyle;

/** Writes a new value in place of an old one and keeps the comment that stands beside it. */
final class SlotEditor {
    private final SourceText source;
    private final TextEdits edits;

    SlotEditor(SourceText source, TextEdits edits) {
        this.source = source;
        this.edits = edits;
    }

    /** Replaces the value of a slot in a block collection. */
    void replace(Slot slot, JsonValue value) {
        var node = slot.node();
        var beside = !source.text().substring(slot.marker(), node.start()).contains("\n");
        var singleLine = beside && source.lineEnd(node.start()) >= node.end();
        if (singleLine) {
            replaceLine(slot, value);
        } else if (beside && node instanceof YamlNode.Scalar scalar && isBlock(scalar)) {
            replaceBlockScalar(slot, value);
        } else {
            rewrite(slot, value, comment(slot, beside), source.lineEnd(node.end()));
        }
    }

    /** The comment of the value itself, not of a part of it. */
    private String comment(Slot slot, boolean beside) {
        if (!beside) {
            return rest(slot.marker());
        }
        var node = slot.node();
        return node instanceof YamlNode.Scalar || isFlow(node) ? rest(node.end()) : "";
    }

    /** The old value and its comment stand on the line of the key or dash. */
    private void replaceLine(Slot slot, JsonValue value) {
        var node = slot.node();
        var flow = flowText(node, value);
        if (flow == null) {
            rewrite(slot, value, rest(node.end()), source.lineEnd(node.end()));
            return;
        }
        edits.replace(node.start(), node.end(), node.start() == slot.marker() ? " " + flow : flow);
    }

    private void replaceBlockScalar(Slot slot, JsonValue value) {
        var node = slot.node();
        var text = source.text();
        var header = node.start();
        while (header < text.length() && !Character.isWhitespace(text.charAt(header))) {
            header++;
        }
        rewrite(slot, value, rest(header), source.lineEnd(node.end()));
    }

    /** Everything from the marker to the end is written anew, the comment first if lines follow. */
    private void rewrite(Slot slot, JsonValue value, String comment, int end) {
        var note = comment.isEmpty() ? "" : " " + comment;
        edits.replace(slot.marker(), end, afterMarker(slot, value, note));
    }

    private static String afterMarker(Slot slot, JsonValue value, String note) {
        var indent = slot.childIndent();
        if (YamlWriter.isBlock(value)) {
            var lines = YamlWriter.block(value, indent);
            return slot.dash() && note.isEmpty() ? " " + lines : note + "\n" + " ".repeat(indent) + lines;
        }
        if (value instanceof JsonString string && ScalarText.fitsLiteral(string.value())) {
            var header = ScalarText.literalHeader(string.value());
            return " " + header + note + "\n" + ScalarText.literalBody(string.value(), indent);
        }
        return " " + ScalarText.inline(value, false) + note;
    }

    /** The value on one line in the style of the old one, or null when it needs lines of its own. */
    private static @Nullable String flowText(YamlNode old, JsonValue value) {
        if (YamlWriter.isBlock(value)) {
            var sameKind = old.value().getClass() == value.getClass();
            return sameKind && isFlow(old) && YamlWriter.isBlock(old.value()) ? YamlWriter.flow(value) : null;
        }
        if (value instanceof JsonString string && ScalarText.fitsLiteral(string.value())) {
            return null;
        }
        return scalarText(old, value, false);
    }

    /** The scalar on one line, in the old one's quotes where that is possible. */
    static String scalarText(YamlNode old, JsonValue value, boolean inBrackets) {
        if (old instanceof YamlNode.Scalar scalar && value instanceof JsonString string) {
            if (scalar.style() == ScalarStyle.DOUBLE_QUOTED) {
                return ScalarText.doubleQuoted(string.value());
            }
            if (scalar.style() == ScalarStyle.SINGLE_QUOTED && ScalarText.fitsSingleQuotes(string.value())) {
                return ScalarText.singleQuoted(string.value());
            }
        }
        return ScalarText.inline(value, inBrackets);
    }

    /** What stands between an offset and the end of its line, a comment or nothing. */
    private String rest(int offset) {
        return source.text().substring(offset, source.lineEnd(offset)).strip();
    }

    private static boolean isFlow(YamlNode node) {
        return switch (node) {
            case YamlNode.Mapping mapping -> mapping.flow();
            case YamlNode.Sequence sequence -> sequence.flow();
            case YamlNode.Scalar scalar -> false;
            case YamlNode.Alias alias -> false;
        };
    }

    private static boolean isBlock(YamlNode.Scalar scalar) {
        return scalar.style() == ScalarStyle.LITERAL || scalar.style() == ScalarStyle.FOLDED;
    }
}

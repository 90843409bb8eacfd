package io.muster.cli.setup.jsonc;

import io.muster.cli.setup.jsonc.Outline.Entry;
import io.muster.cli.setup.jsonc.Outline.ObjectNode;
import io.muster.wire.json.JsonValue;

/** Makes one change in a text, in the form that the text has around it. */
final class Editor {
    private static final String TWO_BLANKS = "  ";

    private final String text;
    private final Blanked blanked;
    private final ObjectNode root;
    private final String lineBreak;

    Editor(String text, Blanked blanked, ObjectNode root) {
        this.text = text;
        this.blanked = blanked;
        this.root = root;
        this.lineBreak = text.contains("\r\n") ? "\r\n" : "\n";
    }

    String replace(Entry entry, JsonValue value) {
        var old = entry.value();
        var written = isSpread(root) ? rendering(indentOf(entry.start())).lines(value) : Rendering.line(value);
        return text.substring(0, old.start()) + written + text.substring(old.end());
    }

    String insert(ObjectNode parent, String name, JsonValue value) {
        if (parent.entries().isEmpty()) {
            return insertFirst(parent, name, value);
        }
        var last = parent.entries().getLast();
        var end = last.value().end();
        if (!isSpread(parent)) {
            var member = ", " + Rendering.name(name) + ": " + Rendering.line(value);
            return text.substring(0, end) + member + text.substring(end);
        }
        var indent = indentOf(last.start());
        var member = lineBreak + indent + Rendering.name(name) + ": "
                + rendering(indent).lines(value);
        var comma = next(end);
        if (blanked.commas().charAt(comma) == ',') {
            var place = endOfLine(comma + 1);
            return text.substring(0, place) + member + "," + text.substring(place);
        }
        var place = endOfLine(end);
        return text.substring(0, end) + "," + text.substring(end, place) + member + text.substring(place);
    }

    private String insertFirst(ObjectNode parent, String name, JsonValue value) {
        var place = parent.start() + 1;
        if (!isRoot(parent) && !isSpread(root)) {
            return text.substring(0, place)
                    + Rendering.name(name)
                    + ": "
                    + Rendering.line(value)
                    + text.substring(place);
        }
        var outer = indentOf(parent.start());
        var indent = outer + unit();
        var member = lineBreak + indent + Rendering.name(name) + ": "
                + rendering(indent).lines(value);
        var end = endOfLine(place);
        if (end > place || text.startsWith(lineBreak, place)) {
            // The brace is closed on another line; what stands behind the opening one stays there.
            return text.substring(0, end) + member + text.substring(end);
        }
        return text.substring(0, place)
                + member
                + lineBreak
                + outer
                + text.substring(place).stripLeading();
    }

    String remove(ObjectNode parent, Entry entry) {
        var start = entry.start();
        var end = entry.value().end();
        var comma = next(end);
        if (blanked.commas().charAt(comma) == ',') {
            end = comma + 1;
        }
        var lineStart = text.lastIndexOf('\n', start) + 1;
        var lineEnd = text.indexOf('\n', end);
        var alone = lineEnd >= 0
                && text.substring(lineStart, start).isBlank()
                && text.substring(end, lineEnd).isBlank();
        var before = text.substring(0, alone ? lineStart : start);
        var after = alone ? text.substring(lineEnd + 1) : text.substring(end).replaceFirst("^[ \\t]+", "");
        return withoutCommaOf(parent, entry, before, end) + after;
    }

    /** Without the comma of the member before, when the last one goes and had none of its own. */
    private String withoutCommaOf(ObjectNode parent, Entry entry, String before, int end) {
        var index = parent.entries().indexOf(entry);
        var isLast = index == parent.entries().size() - 1;
        if (!isLast || index == 0 || blanked.commas().charAt(end - 1) == ',') {
            return before;
        }
        var comma = next(parent.entries().get(index - 1).value().end());
        return before.substring(0, comma) + before.substring(comma + 1);
    }

    /** The next character that is neither blank nor comment. */
    private int next(int from) {
        var at = from;
        while (Character.isWhitespace(blanked.commas().charAt(at))) {
            at++;
        }
        return at;
    }

    /** The end of the line if only comments follow on it, so that they stay with what they comment. */
    private int endOfLine(int from) {
        for (int i = from; i < text.length(); i++) {
            if (!blanked.commented().get(i)) {
                if (text.charAt(i) == '\n') {
                    return i > from && text.charAt(i - 1) == '\r' ? i - 1 : i;
                }
                if (!Character.isWhitespace(text.charAt(i))) {
                    return from;
                }
            }
        }
        return from;
    }

    /** Whether members stand on lines of their own. An empty document may be written so. */
    private boolean isSpread(ObjectNode object) {
        return object.entries().isEmpty()
                ? isRoot(object) || text.substring(object.start(), object.end()).contains("\n")
                : text.substring(object.start(), object.entries().getFirst().start())
                        .contains("\n");
    }

    private boolean isRoot(ObjectNode object) {
        return object.start() == root.start();
    }

    private Rendering rendering(String indent) {
        return new Rendering(indent, unit(), lineBreak);
    }

    private String unit() {
        if (root.entries().isEmpty()) {
            return TWO_BLANKS;
        }
        var indent = indentOf(root.entries().getFirst().start());
        return indent.isEmpty() ? TWO_BLANKS : indent;
    }

    /** The blanks at the start of the line. */
    private String indentOf(int offset) {
        var start = text.lastIndexOf('\n', offset - 1) + 1;
        var end = start;
        while (end < offset && (text.charAt(end) == ' ' || text.charAt(end) == '\t')) {
            end++;
        }
        return text.substring(start, end);
    }
}

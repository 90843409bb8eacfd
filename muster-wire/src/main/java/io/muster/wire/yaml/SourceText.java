package io.muster.wire.yaml;

import java.util.Arrays;
import org.snakeyaml.engine.v2.exceptions.Mark;

/** A text with its lines: turns marks of the parser (code points) into offsets (chars) and offsets into positions. */
final class SourceText {
    private final String text;
    private final int[] lineStarts;
    /** Offset of each code point; empty when every code point is one char. */
    private final int[] offsets;

    SourceText(String text) {
        this.text = text;
        this.lineStarts = lineStarts(text);
        this.offsets = text.codePointCount(0, text.length()) == text.length() ? new int[0] : offsets(text);
    }

    String text() {
        return text;
    }

    int offset(Mark mark) {
        var index = mark.getIndex();
        return offsets.length == 0 ? index : offsets[index];
    }

    Position position(int offset) {
        var found = Arrays.binarySearch(lineStarts, offset);
        var line = found >= 0 ? found : -found - 2;
        return new Position(line + 1, offset - lineStarts[line] + 1);
    }

    /** Where the line of the offset begins. */
    int lineStart(int offset) {
        return offset - position(offset).column() + 1;
    }

    /** Where the line of the offset ends, before its line break. */
    int lineEnd(int offset) {
        var end = text.indexOf('\n', offset);
        if (end < 0) {
            return text.length();
        }
        return end > offset && text.charAt(end - 1) == '\r' ? end - 1 : end;
    }

    /** Chars between the beginning of the line and the offset. */
    int column(int offset) {
        return position(offset).column() - 1;
    }

    String lineBreak() {
        return text.contains("\r\n") ? "\r\n" : "\n";
    }

    private static int[] lineStarts(String text) {
        var starts = new int[16];
        var count = 1;
        for (int i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
            if (count == starts.length) {
                starts = Arrays.copyOf(starts, count * 2);
            }
            starts[count++] = i + 1;
        }
        return Arrays.copyOf(starts, count);
    }

    private static int[] offsets(String text) {
        var offsets = new int[text.length() + 1];
        var count = 0;
        for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
            offsets[count++] = i;
        }
        offsets[count++] = text.length();
        return Arrays.copyOf(offsets, count);
    }
}

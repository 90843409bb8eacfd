package io.muster.cli.setup.jsonc;

import io.muster.wire.yaml.Position;
import java.util.BitSet;

/**
 * A text with comments in which every comment is blanks, so that what remains has its old place.
 *
 * @param commas the text without comments, but with the commas that JSON does not have
 * @param json the text without those commas
 * @param commented which characters belong to comments
 */
record Blanked(String commas, String json, BitSet commented) {
    private static final char MARK = '\uFEFF';

    static Blanked strict(String text) {
        var plain = text.indexOf(MARK) == 0 ? ' ' + text.substring(1) : text;
        return new Blanked(plain, plain, new BitSet());
    }

    /**
     * Blanks comments and trailing commas.
     *
     * @throws JsonTextException when a comment does not end
     */
    static Blanked of(String text) {
        var chars = text.toCharArray();
        var commented = comments(chars);
        var commas = blank(chars, commented);
        if (!commas.isEmpty() && commas.charAt(0) == MARK) {
            commas = ' ' + commas.substring(1);
        }
        return new Blanked(commas, withoutTrailingCommas(commas), commented);
    }

    private static BitSet comments(char[] chars) {
        var commented = new BitSet(chars.length);
        for (int i = 0; i < chars.length; i++) {
            if (chars[i] == '"') {
                i = endOfString(chars, i);
            } else if (chars[i] == '/' && i + 1 < chars.length && (chars[i + 1] == '/' || chars[i + 1] == '*')) {
                var end = chars[i + 1] == '/' ? endOfLine(chars, i) : endOfBlock(chars, i);
                commented.set(i, end);
                i = end - 1;
            }
        }
        return commented;
    }

    /** The closing quote; the last character when there is none, which the reader of the JSON will find. */
    private static int endOfString(char[] chars, int start) {
        for (int i = start + 1; i < chars.length; i++) {
            if (chars[i] == '\\') {
                i++;
            } else if (chars[i] == '"') {
                return i;
            }
        }
        return chars.length;
    }

    private static int endOfLine(char[] chars, int start) {
        var end = start;
        while (end < chars.length && chars[end] != '\n' && chars[end] != '\r') {
            end++;
        }
        return end;
    }

    private static int endOfBlock(char[] chars, int start) {
        for (int i = start + 2; i + 1 < chars.length; i++) {
            if (chars[i] == '*' && chars[i + 1] == '/') {
                return i + 2;
            }
        }
        throw new JsonTextException("a comment does not end", Places.of(new String(chars), start));
    }

    private static String blank(char[] chars, BitSet commented) {
        for (int i = commented.nextSetBit(0); i >= 0; i = commented.nextSetBit(i + 1)) {
            if (chars[i] != '\n' && chars[i] != '\r') {
                chars[i] = ' ';
            }
        }
        return new String(chars);
    }

    private static String withoutTrailingCommas(String text) {
        var chars = text.toCharArray();
        var last = -1;
        for (int i = 0; i < chars.length; i++) {
            if ((chars[i] == '}' || chars[i] == ']') && last >= 0 && chars[last] == ',') {
                chars[last] = ' ';
            }
            var start = i;
            if (chars[i] == '"') {
                i = Math.min(endOfString(chars, i), chars.length - 1);
            }
            if (!Character.isWhitespace(chars[start])) {
                last = start;
            }
        }
        return new String(chars);
    }

    /** Turns offsets into places. */
    static final class Places {
        private Places() {}

        static Position of(String text, int offset) {
            var line = 1;
            var column = 1;
            for (int i = 0; i < Math.min(offset, text.length()); i++) {
                if (text.charAt(i) == '\n') {
                    line++;
                    column = 1;
                } else if (!Character.isLowSurrogate(text.charAt(i))) {
                    column++;
                }
            }
            return new Position(line, column);
        }
    }
}

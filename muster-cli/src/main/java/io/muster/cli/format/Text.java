package io.muster.cli.format;

import java.util.ArrayList;
import java.util.List;

/** Texts of strangers made fit for a terminal. */
public final class Text {
    private Text() {}

    /** On one line: runs of whitespace are one blank, other control characters are gone. */
    public static String line(String text) {
        return visible(text.replaceAll("\\s+", " ").strip());
    }

    /** Without what would command a terminal; line breaks and tabs stay. */
    public static String visible(String text) {
        if (text.chars().noneMatch(Text::isControl)) {
            return text;
        }
        var clean = new StringBuilder(text.length());
        text.chars().filter(c -> !isControl(c)).forEach(c -> clean.append((char) c));
        return clean.toString();
    }

    private static boolean isControl(int c) {
        var layout = c == '\n' || c == '\t';
        var reordersText = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
        return (Character.isISOControl(c) && !layout) || reordersText;
    }

    /** At most that many code points, three of them dots when something is missing. */
    public static String cut(String text, int limit) {
        if (length(text) <= limit) {
            return text;
        }
        return limit <= 3
                ? text.substring(0, text.offsetByCodePoints(0, limit))
                : text.substring(0, text.offsetByCodePoints(0, limit - 3)).stripTrailing() + "...";
    }

    public static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** The words in lines of at most that many code points; a longer word has a line of its own. */
    public static List<String> wrapped(String text, int limit) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (var word : line(text).split(" ")) {
            if (!line.isEmpty() && length(line.toString()) + 1 + length(word) > limit) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    /** {@code 1 tool}, {@code 2 tools}. */
    public static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}

package io.muster.wire.yaml;

import io.muster.wire.json.JsonString;
import io.muster.wire.json.JsonValue;
import java.util.Locale;
import java.util.regex.Pattern;

/** The ways to spell a scalar so that it is read back as the same value. */
final class ScalarText {
    /** A key on one line with its colon may have 1024 characters (YAML 1.2.2, section 7.4.2). */
    static final int MAX_SIMPLE_KEY = 1_000;

    /** Chars that mean something at the start of a plain scalar. */
    private static final String INDICATORS = "-?:,[]{}#&*!|>'\"%@`<=~";

    /** Arguments of commands, {@code -v} and {@code --root}, which nothing else begins like. */
    private static final Pattern OPTION = Pattern.compile("--?[A-Za-z]");

    private ScalarText() {}

    /** A scalar or an empty container on one line. */
    static String inline(JsonValue value, boolean inBrackets) {
        return value instanceof JsonString string ? inline(string.value(), inBrackets) : value.toString();
    }

    static String inline(String text, boolean inBrackets) {
        if (isPlain(text, inBrackets)) {
            return text;
        }
        return fitsSingleQuotes(text) ? singleQuoted(text) : doubleQuoted(text);
    }

    private static boolean isPlain(String text, boolean inBrackets) {
        if (text.isEmpty() || !(startsPlain(text) || OPTION.matcher(text).lookingAt())) {
            return false;
        }
        if (text.startsWith(" ") || text.endsWith(" ") || text.endsWith(":") || text.contains(": ")) {
            return false;
        }
        if (text.contains(" #") || !text.codePoints().allMatch(ScalarText::isPlainChar)) {
            return false;
        }
        return !inBrackets || text.chars().noneMatch(c -> ",[]{}:".indexOf(c) >= 0);
    }

    private static boolean startsPlain(String text) {
        return INDICATORS.indexOf(text.charAt(0)) < 0 && CoreSchema.plainMeansString(text);
    }

    private static boolean isPlainChar(int c) {
        return c != '\t' && c != '\n' && isPrintable(c);
    }

    static boolean fitsSingleQuotes(String text) {
        return text.codePoints().allMatch(ScalarText::isPlainChar);
    }

    static String singleQuoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    static String doubleQuoted(String text) {
        var out = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                case '\r' -> out.append("\\r");
                default -> {
                    if (isPrintable(c)) {
                        out.appendCodePoint(c);
                    } else {
                        out.append(String.format(Locale.ROOT, c > 0xFFFF ? "\\U%08x" : "\\u%04x", c));
                    }
                }
            }
        });
        return out.append('"').toString();
    }

    /** A literal block is for several lines that end in at most one line feed; the rest would surprise an editor. */
    static boolean fitsLiteral(String text) {
        return text.contains("\n")
                && !text.endsWith("\n\n")
                && !text.equals("\n")
                && text.codePoints().allMatch(c -> c == '\n' || c == '\t' || isPrintable(c))
                && text.lines().noneMatch(line -> line.startsWith("\t") || (line.isBlank() && !line.isEmpty()));
    }

    static String literalHeader(String text) {
        var first = text.charAt(0);
        return "|" + (first == ' ' || first == '\n' ? "2" : "") + (text.endsWith("\n") ? "" : "-");
    }

    /** The lines of a literal block without a trailing line break. */
    static String literalBody(String text, int indent) {
        var out = new StringBuilder();
        var lines = (text.endsWith("\n") ? text.substring(0, text.length() - 1) : text).split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            out.append(i == 0 ? "" : "\n");
            if (!lines[i].isEmpty()) {
                out.repeat(' ', indent).append(lines[i]);
            }
        }
        return out.toString();
    }

    /** What may stand unescaped and is no line break to any reader (YAML 1.2.2, section 5.1). */
    private static boolean isPrintable(int c) {
        return (c >= 0x20 && c <= 0x7E)
                || (c >= 0xA0 && c <= 0xD7FF && c != 0x2028 && c != 0x2029)
                || (c >= 0xE000 && c <= 0xFFFD && c != 0xFEFF)
                || (c >= 0x10000 && c <= 0x10FFFF);
    }
}

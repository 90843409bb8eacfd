package io.muster.wire.json;

/** Writes values as text. */
final class JsonWriter {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final StringBuilder out = new StringBuilder();
    private final JsonFormat format;

    private JsonWriter(JsonFormat format) {
        this.format = format;
    }

    static String write(JsonValue value, JsonFormat format) {
        var writer = new JsonWriter(format);
        writer.value(value, 0);
        return writer.out.toString();
    }

    private void value(JsonValue value, int level) {
        switch (value) {
            case JsonObject object -> object(object, level);
            case JsonArray array -> array(array, level);
            case JsonString string -> string(string.value());
            case JsonNumber number -> out.append(number.text());
            case JsonBoolean bool -> out.append(bool);
            case JsonNull nothing -> out.append(nothing);
        }
    }

    private void object(JsonObject object, int level) {
        out.append('{');
        var first = true;
        for (var member : object.members()) {
            separate(first, level + 1);
            first = false;
            string(member.name());
            out.append(format == JsonFormat.INDENTED ? ": " : ":");
            value(member.value(), level + 1);
        }
        close(first, level, '}');
    }

    private void array(JsonArray array, int level) {
        out.append('[');
        var first = true;
        for (var element : array.values()) {
            separate(first, level + 1);
            first = false;
            value(element, level + 1);
        }
        close(first, level, ']');
    }

    private void separate(boolean first, int level) {
        if (!first) {
            out.append(',');
        }
        newLine(level);
    }

    private void close(boolean empty, int level, char bracket) {
        if (!empty) {
            newLine(level);
        }
        out.append(bracket);
    }

    private void newLine(int level) {
        if (format == JsonFormat.INDENTED) {
            out.append('\n').repeat("  ", level);
        }
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '<', '>', '&' -> {
                    if (format == JsonFormat.AS_IS) {
                        out.append(c);
                    } else {
                        escape(c);
                    }
                }
                default -> {
                    if (c < 0x20 || c == 0x2028 || c == 0x2029) {
                        escape(c);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private void escape(char c) {
        out.append("\\u")
                .append(HEX[c >> 12])
                .append(HEX[(c >> 8) & 15])
                .append(HEX[(c >> 4) & 15])
                .append(HEX[c & 15]);
    }
}

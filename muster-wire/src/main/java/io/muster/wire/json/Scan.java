package io.muster.wire.json;

import java.nio.charset.StandardCharsets;

/** Finds and decodes values in bytes that are known to be valid JSON; nothing is checked again. */
final class Scan {
    private final byte[] bytes;
    private int containers;
    private int at;

    private Scan(byte[] bytes, int at) {
        this.bytes = bytes;
        this.at = at;
    }

    /** The members of the object, and of the containers inside it, in one pass. */
    static Members members(Slice slice) {
        return new Scan(slice.document(), slice.start()).object();
    }

    /** The elements of the array, and of the containers inside it, in one pass. */
    static Parts elements(Slice slice) {
        return new Scan(slice.document(), slice.start()).array();
    }

    private Members object() {
        var names = new Members.Names();
        var parts = new Parts.Builder(bytes);
        at++;
        while (next() != '}') {
            var end = stringEnd(bytes, at);
            names.add(string(bytes, at, end));
            at = end;
            next();
            at++;
            next();
            part(parts);
        }
        at++;
        return new Members(names.toArray(), parts.build());
    }

    private Parts array() {
        var parts = new Parts.Builder(bytes);
        at++;
        while (next() != ']') {
            part(parts);
        }
        at++;
        return parts.build();
    }

    private void part(Parts.Builder parts) {
        var start = at;
        var container = bytes[at] == '{' || bytes[at] == '[';
        if (!container) {
            at = scalarEnd(bytes, start);
            parts.add(start, null);
        } else if (++containers > JsonReader.MOST_CONTAINERS) {
            at = containerEnd(bytes, start);
            parts.add(start, null);
        } else if (bytes[at] == '{') {
            var members = object();
            parts.add(start, JsonObject.read(new Slice(bytes, start, at), members));
        } else {
            var elements = array();
            parts.add(start, JsonArray.read(new Slice(bytes, start, at), elements));
        }
        parts.ended(at);
    }

    /** Moves to the next byte that is neither whitespace nor a comma. */
    private byte next() {
        while (bytes[at] <= ' ' || bytes[at] == ',') {
            at++;
        }
        return bytes[at];
    }

    static JsonValue value(byte[] bytes, int start, int end) {
        return switch (bytes[start]) {
            case '{' -> JsonObject.unread(new Slice(bytes, start, end));
            case '[' -> JsonArray.unread(new Slice(bytes, start, end));
            default -> scalar(bytes, start, end);
        };
    }

    static JsonValue scalar(byte[] bytes, int start, int end) {
        return switch (bytes[start]) {
            case '"' -> new JsonString(string(bytes, start, end));
            case 't' -> JsonBoolean.TRUE;
            case 'f' -> JsonBoolean.FALSE;
            case 'n' -> JsonNull.NULL;
            default -> new JsonNumber(new String(bytes, start, end - start, StandardCharsets.ISO_8859_1));
        };
    }

    private static int containerEnd(byte[] bytes, int start) {
        var i = start;
        var depth = 0;
        do {
            switch (bytes[i]) {
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                case '"' -> i = stringEnd(bytes, i) - 1;
                default -> {}
            }
            i++;
        } while (depth > 0);
        return i;
    }

    private static int scalarEnd(byte[] bytes, int start) {
        if (bytes[start] == '"') {
            return stringEnd(bytes, start);
        }
        var i = start;
        while (i < bytes.length && bytes[i] > ' ' && bytes[i] != ',' && bytes[i] != '}' && bytes[i] != ']') {
            i++;
        }
        return i;
    }

    private static int stringEnd(byte[] bytes, int start) {
        var i = StringBytes.special(bytes, start + 1);
        while (bytes[i] != '"') {
            i = StringBytes.special(bytes, i + 2);
        }
        return i + 1;
    }

    /** What stands there in quotation marks. */
    static String string(byte[] bytes, int start, int end) {
        var text = new String(bytes, start + 1, end - start - 2, StandardCharsets.UTF_8);
        return text.indexOf('\\') < 0 ? text : unescaped(text);
    }

    private static String unescaped(String text) {
        var out = new StringBuilder(text.length());
        var copied = 0;
        for (int i = text.indexOf('\\'); i >= 0; i = text.indexOf('\\', copied)) {
            out.append(text, copied, i);
            var kind = text.charAt(i + 1);
            if (kind == 'u') {
                out.append((char) Integer.parseInt(text, i + 2, i + 6, 16));
            } else {
                out.append(simpleEscape(kind));
            }
            copied = i + (kind == 'u' ? 6 : 2);
        }
        return out.append(text, copied, text.length()).toString();
    }

    private static char simpleEscape(char kind) {
        return switch (kind) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> kind;
        };
    }
}

package io.muster.wire.json;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Writes values as UTF-8 into a growing buffer. */
final class JsonWriter {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_ESCAPE = 6;
    /** Levels; deeper ones are indented like this one, lest the spaces be many times more than the values. */
    private static final int DEEPEST_INDENT = 16;

    /** From this length on it pays to look at a text as bytes first. */
    private static final int LONG = 64;

    private static final boolean[] PLAIN = plainBut("\"\\");
    private static final boolean[] PLAIN_WITHOUT_MARKUP = plainBut("\"\\<>&");
    private static final long LARGEST_START = 16 << 20;

    private final JsonFormat format;
    private final boolean[] plain;
    private byte[] out;
    private int size;
    private int level;

    private JsonWriter(JsonFormat format, int sizeHint) {
        this.format = format;
        this.plain = format == JsonFormat.AS_IS ? PLAIN : PLAIN_WITHOUT_MARKUP;
        this.out = new byte[sizeHint];
    }

    static JsonWriter written(JsonValue value, JsonFormat format) {
        var writer = new JsonWriter(format, (int) Math.min(LARGEST_START, sizeHint(value)));
        writer.value(value);
        return writer;
    }

    /** How many bytes the value has as it is, so that nothing is copied in the end; too little where texts need escapes. */
    static long sizeHint(JsonValue value) {
        return switch (value) {
            case JsonObject object ->
                object.slice() == null ? 2 + object.content().sizeHint() : length(object.slice());
            case JsonArray array -> array.slice() == null ? 2 + array.content().sizeHint() : length(array.slice());
            case JsonString string -> 2 + string.value().length() + slack(string.value());
            case JsonNumber number -> number.text().length();
            case JsonBoolean bool -> bool.value() ? 4 : 5;
            case JsonNull nothing -> 4;
        };
    }

    /** Long texts have line breaks, mostly. */
    private static int slack(String text) {
        return text.length() < LONG ? 0 : text.length() / 16;
    }

    private static int length(Slice slice) {
        return slice.end() - slice.start();
    }

    byte[] bytes() {
        return size == out.length ? out : Arrays.copyOf(out, size);
    }

    /**
     * The bytes without line breaks. Inside strings they are always escaped, so that every one that is left is
     * whitespace between tokens.
     */
    byte[] line() {
        var bytes = bytes();
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n' || bytes[i] == '\r') {
                bytes[i] = ' ';
            }
        }
        return bytes;
    }

    String text() {
        return new String(out, 0, size, StandardCharsets.UTF_8);
    }

    void to(OutputStream stream) throws IOException {
        stream.write(out, 0, size);
    }

    void value(JsonValue value) {
        switch (value) {
            case JsonObject object -> {
                if (!copied(object.slice())) {
                    object(object.content());
                }
            }
            case JsonArray array -> {
                if (!copied(array.slice())) {
                    array(array.content());
                }
            }
            case JsonString string -> string(string.value());
            case JsonNumber number -> ascii(number.text());
            case JsonBoolean bool -> ascii(bool.toString());
            case JsonNull nothing -> ascii(nothing.toString());
        }
    }

    private boolean copied(@Nullable Slice slice) {
        if (slice == null || format != JsonFormat.AS_IS) {
            return false;
        }
        raw(slice.document(), slice.start(), slice.end());
        return true;
    }

    private void object(Members members) {
        put('{');
        level++;
        for (int i = 0; i < members.size(); i++) {
            separate(i == 0);
            string(members.name(i));
            put(':');
            if (format == JsonFormat.INDENTED) {
                put(' ');
            }
            part(members.values(), i);
        }
        close(members.size() == 0, '}');
    }

    private void array(Parts elements) {
        put('[');
        level++;
        for (int i = 0; i < elements.size(); i++) {
            separate(i == 0);
            part(elements, i);
        }
        close(elements.size() == 0, ']');
    }

    private void part(Parts parts, int index) {
        if (format == JsonFormat.AS_IS) {
            parts.writeTo(this, index);
        } else {
            value(parts.get(index));
        }
    }

    private void separate(boolean first) {
        if (!first) {
            put(',');
        }
        newLine();
    }

    private void close(boolean empty, char bracket) {
        level--;
        if (!empty) {
            newLine();
        }
        put(bracket);
    }

    private void newLine() {
        if (format == JsonFormat.INDENTED) {
            put('\n');
            for (int i = 0; i < Math.min(level, DEEPEST_INDENT); i++) {
                put(' ');
                put(' ');
            }
        }
    }

    void raw(byte[] bytes, int from, int to) {
        ensure(to - from);
        System.arraycopy(bytes, from, out, size, to - from);
        size += to - from;
    }

    private void ascii(String text) {
        var bytes = text.getBytes(StandardCharsets.US_ASCII);
        raw(bytes, 0, bytes.length);
    }

    private void string(String text) {
        put('"');
        var ascii = text.length() < LONG ? null : onlyAscii(text);
        if (ascii == null) {
            characters(text);
        } else {
            characters(text, ascii);
        }
        put('"');
    }

    /** The characters of a text in ASCII, one byte for each; null when it has others. */
    private static byte @Nullable [] onlyAscii(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        // Half of a surrogate pair becomes a question mark, which does not show in the length.
        return bytes.length == text.length() && text.equals(new String(bytes, StandardCharsets.ISO_8859_1))
                ? bytes
                : null;
    }

    private void characters(String text, byte[] ascii) {
        for (var i = 0; i < ascii.length; ) {
            var end = StringBytes.special(ascii, i, format != JsonFormat.AS_IS);
            raw(ascii, i, end);
            i = end;
            if (i < ascii.length) {
                ensure(LONGEST_ESCAPE);
                i += special(text, i);
            }
        }
    }

    private void characters(String text) {
        var length = text.length();
        for (var i = 0; i < length; ) {
            var end = plainEnd(text, i, length);
            plain(text, i, end);
            i = end;
            if (i < length) {
                ensure(LONGEST_ESCAPE);
                i += special(text, i);
            }
        }
    }

    private int plainEnd(String text, int from, int length) {
        var i = from;
        while (i < length) {
            var c = text.charAt(i);
            if (c >= plain.length || !plain[c]) {
                break;
            }
            i++;
        }
        return i;
    }

    /** Copies ASCII characters that stand for themselves, and for them the deprecated method is right and fastest. */
    @SuppressWarnings("deprecation")
    private void plain(String text, int from, int to) {
        ensure(to - from);
        text.getBytes(from, to, out, size);
        size += to - from;
    }

    private static boolean[] plainBut(String escaped) {
        var plain = new boolean[0x7F];
        for (char c = 0x20; c < plain.length; c++) {
            plain[c] = escaped.indexOf(c) < 0;
        }
        return plain;
    }

    /** Writes what is not a plain ASCII character; answers how many chars it took. */
    private int special(String text, int index) {
        var c = text.charAt(index);
        if (c >= 0x7F && !Character.isSurrogate(c) && c != 0x2028 && c != 0x2029) {
            utf8(c);
            return 1;
        }
        if (Character.isHighSurrogate(c)
                && index + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(index + 1))) {
            utf8(text.codePointAt(index));
            return 2;
        }
        switch (c) {
            case '"', '\\' -> escape(c);
            case '\n' -> escape('n');
            case '\r' -> escape('r');
            case '\t' -> escape('t');
            default -> {
                escape('u');
                for (int shift = 12; shift >= 0; shift -= 4) {
                    out[size++] = HEX[(c >> shift) & 15];
                }
            }
        }
        return 1;
    }

    private void escape(char kind) {
        out[size++] = '\\';
        out[size++] = (byte) kind;
    }

    private void utf8(int c) {
        if (c < 0x80) {
            out[size++] = (byte) c;
            return;
        }
        if (c < 0x800) {
            out[size++] = (byte) (0xC0 | c >> 6);
        } else {
            if (c < 0x10000) {
                out[size++] = (byte) (0xE0 | c >> 12);
            } else {
                out[size++] = (byte) (0xF0 | c >> 18);
                out[size++] = (byte) (0x80 | (c >> 12 & 0x3F));
            }
            out[size++] = (byte) (0x80 | (c >> 6 & 0x3F));
        }
        out[size++] = (byte) (0x80 | (c & 0x3F));
    }

    private void put(char c) {
        ensure(1);
        out[size++] = (byte) c;
    }

    private void ensure(int more) {
        if (out.length - size < more) {
            var doubled = (int) Math.min(Integer.MAX_VALUE - 8L, out.length * 2L);
            out = Arrays.copyOf(out, Math.max(Math.addExact(size, more), doubled));
        }
    }
}

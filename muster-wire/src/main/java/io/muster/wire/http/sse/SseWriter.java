package io.muster.wire.http.sse;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of events. What is written here and read by {@link SseReader} is the same event again, except that every
 * line end within the data is a line feed.
 */
public final class SseWriter {
    private static final byte[] EVENT = ascii("event: ");
    private static final byte[] ID = ascii("id: ");
    private static final byte[] RETRY = ascii("retry: ");
    private static final byte[] DATA = ascii("data: ");

    private SseWriter() {}

    /** @throws IllegalArgumentException when type or id contain a line end, which would let them forge other fields */
    public static byte[] bytes(ServerSentEvent event) {
        var out = new ByteArrayOutputStream(event.data().length + 64);
        event.type().ifPresent(type -> field(out, EVENT, oneLine("type", type)));
        event.id().ifPresent(id -> field(out, ID, oneLine("id", id)));
        event.retry().ifPresent(retry -> field(out, RETRY, Long.toString(retry.toMillis())));
        data(out, event.data());
        out.write('\n');
        return out.toByteArray();
    }

    /** A comment, which readers skip. */
    public static byte[] comment(String text) {
        return (":" + (text.isEmpty() ? "" : " ") + oneLine("comment", text) + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    private static void data(ByteArrayOutputStream out, byte[] data) {
        var start = 0;
        for (var i = 0; i < data.length; i++) {
            if (data[i] == '\n' || data[i] == '\r') {
                line(out, data, start, i);
                if (data[i] == '\r' && i + 1 < data.length && data[i + 1] == '\n') {
                    i++;
                }
                start = i + 1;
            }
        }
        line(out, data, start, data.length);
    }

    private static void line(ByteArrayOutputStream out, byte[] data, int start, int end) {
        out.writeBytes(DATA);
        out.write(data, start, end - start);
        out.write('\n');
    }

    private static void field(ByteArrayOutputStream out, byte[] name, String value) {
        out.writeBytes(name);
        out.writeBytes(value.getBytes(StandardCharsets.UTF_8));
        out.write('\n');
    }

    private static String oneLine(String what, String text) {
        if (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0 || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("the " + what + " of an event must be a single line");
        }
        return text;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

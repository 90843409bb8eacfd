package io.muster.wire.http.sse;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of a stream, one after the other, as a browser would: lines end in CR, LF or CRLF, comments and
 * unknown fields are skipped, an event that the end of the stream cuts short is dropped. The id of an event is kept for
 * those that follow, as it is the position from which a client resumes.
 *
 * <p>Lines and events have a limit, since the peer decides their length. Buffers start small and shrink after a large
 * event: a stream is idle for most of its life. Used by one thread at a time.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation">WHATWG HTML,
 *     9.2.6 Interpreting an event stream</a>
 */
public final class SseReader implements AutoCloseable {
    private static final int CHUNK = 1024;
    private static final int RETAINED = 4096;

    private final InputStream stream;
    private final int maxEventBytes;
    private final byte[] chunk = new byte[CHUNK];
    private int next;
    private int filled;
    private boolean skipLineFeed;
    private boolean atStart = true;

    private final Bytes line = new Bytes();
    private final Bytes data = new Bytes();
    private @Nullable String type;
    private @Nullable String id;
    private @Nullable Duration retry;

    /** The peer sent a line or an event beyond the limit. */
    public static final class TooLarge extends IOException {
        TooLarge(int limit) {
            super("event exceeds " + limit + " bytes");
        }
    }

    /** @param maxEventBytes limit for the data of an event and for a single line */
    public SseReader(InputStream stream, int maxEventBytes) {
        this.stream = stream;
        this.maxEventBytes = maxEventBytes;
    }

    /**
     * The next event; empty at the end of the stream. Blocks until one is complete.
     *
     * @throws TooLarge when the event exceeds the limit; the stream cannot be read further
     */
    public Optional<ServerSentEvent> next() throws IOException {
        while (readLine()) {
            if (line.length > 0) {
                acceptLine();
            } else if (data.length > 0) {
                return Optional.of(dispatch());
            } else {
                // An event without data is no event (step 2 of dispatching).
                type = null;
                retry = null;
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }

    /** Reads a line without its end; false when the stream ends before the line does. */
    private boolean readLine() throws IOException {
        line.clear();
        while (true) {
            if (next == filled && !fill()) {
                return false;
            }
            if (skipLineFeed) {
                skipLineFeed = false;
                if (chunk[next] == '\n') {
                    next++;
                    continue;
                }
            }
            var end = endOfLine();
            line.append(chunk, next, end - next, maxEventBytes);
            next = end;
            if (end < filled) {
                skipLineFeed = chunk[next++] == '\r';
                dropByteOrderMark();
                return true;
            }
        }
    }

    private boolean fill() throws IOException {
        next = 0;
        filled = Math.max(0, stream.read(chunk, 0, chunk.length));
        return filled > 0;
    }

    private int endOfLine() {
        for (var i = next; i < filled; i++) {
            if (chunk[i] == '\n' || chunk[i] == '\r') {
                return i;
            }
        }
        return filled;
    }

    private void dropByteOrderMark() {
        if (atStart) {
            atStart = false;
            if (line.startsWith((byte) 0xEF, (byte) 0xBB, (byte) 0xBF)) {
                line.dropFirst(3);
            }
        }
    }

    private void acceptLine() throws IOException {
        var colon = line.indexOf((byte) ':');
        var nameEnd = colon < 0 ? line.length : colon;
        var valueStart = colon < 0 ? line.length : colon + 1;
        if (valueStart < line.length && line.content[valueStart] == ' ') {
            valueStart++;
        }
        // A comment has an empty name and falls through with the unknown fields.
        switch (line.text(0, nameEnd)) {
            case "data" -> {
                data.append(line.content, valueStart, line.length - valueStart, maxEventBytes);
                data.append((byte) '\n', maxEventBytes + 1);
            }
            case "event" -> type = line.text(valueStart, line.length);
            case "id" -> {
                var value = line.text(valueStart, line.length);
                if (value.indexOf('\0') < 0) {
                    id = value;
                }
            }
            case "retry" -> acceptRetry(line.text(valueStart, line.length));
            default -> {}
        }
    }

    private void acceptRetry(String value) {
        // Fifteen digits of milliseconds are thirty thousand years and fit a long.
        if (!value.isEmpty() && value.length() <= 15 && value.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
            retry = Duration.ofMillis(Long.parseLong(value));
        }
    }

    private ServerSentEvent dispatch() {
        var event = new ServerSentEvent(
                Optional.ofNullable(type).filter(text -> !text.isEmpty()),
                Arrays.copyOf(data.content, data.length - 1),
                Optional.ofNullable(id),
                Optional.ofNullable(retry));
        data.clear();
        type = null;
        retry = null;
        return event;
    }

    /** A growing array that gives large memory back when it is cleared. */
    private static final class Bytes {
        private static final byte[] NONE = {};
        private byte[] content = NONE;
        private int length;

        void clear() {
            length = 0;
            if (content.length > RETAINED) {
                content = NONE;
            }
        }

        void append(byte[] source, int offset, int count, int limit) throws TooLarge {
            if (count > limit - length) {
                throw new TooLarge(limit);
            }
            if (length + count > content.length) {
                var grown = Math.max(128, Math.max(content.length + (content.length >> 1), length + count));
                content = Arrays.copyOf(content, grown);
            }
            System.arraycopy(source, offset, content, length, count);
            length += count;
        }

        void append(byte value, int limit) throws TooLarge {
            append(new byte[] {value}, 0, 1, limit);
        }

        boolean startsWith(byte... prefix) {
            return length >= prefix.length && Arrays.equals(content, 0, prefix.length, prefix, 0, prefix.length);
        }

        void dropFirst(int count) {
            System.arraycopy(content, count, content, 0, length - count);
            length -= count;
        }

        int indexOf(byte value) {
            for (var i = 0; i < length; i++) {
                if (content[i] == value) {
                    return i;
                }
            }
            return -1;
        }

        String text(int start, int end) {
            return new String(content, start, end - start, StandardCharsets.UTF_8);
        }
    }
}

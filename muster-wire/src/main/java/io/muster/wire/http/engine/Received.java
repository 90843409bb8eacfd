package io.muster.wire.http.engine;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.LazyString;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What arrives on a connection and has not been read yet, in one array.
 *
 * <p>Helidon's own reader links all pieces in which a connection arrives. Where generations are collected apart, one piece
 * that has become old keeps everything alive that came after it, read or not, until the whole heap is collected: measured
 * as half a kilobyte for each request. A line has to end as RFC 9112, section 2.2 says, and that of a chunk has a limit.
 *
 * <p>Used by the thread of the connection. Arrays that were handed out are never written to where they were read.
 */
final class Received extends DataReader {
    /** For the size of a chunk and its extensions, which mean nothing to us. */
    private static final int MAX_LINE = 4096;
    /** Longer chunks are handed on in pieces: who asks for one gets all of it, and has to hold it uncounted. */
    private static final int PIECE = 8192;

    private final Supplier<byte @Nullable []> source;
    private byte[] bytes = {};
    private int start;
    private int end;
    private final long largestChunk;
    /** Of a chunk, what comes after the piece that was announced last. */
    private int rest;

    /**
     * @param source blocks until there is more; nothing at the end of the connection
     * @param largestChunk bytes; the size of a larger one is handed on as it is, to be refused
     */
    @SuppressWarnings("removal") // The factory that replaces the constructor makes no subclasses.
    Received(Supplier<byte @Nullable []> source, long largestChunk) {
        super(() -> new byte[0]);
        this.source = source;
        this.largestChunk = largestChunk;
    }

    @Override
    public int available() {
        return end - start;
    }

    @Override
    public void pullData() {
        var piece = source.get();
        if (piece == null) {
            throw new InsufficientDataAvailableException();
        }
        if (available() == 0) {
            bytes = piece;
            start = 0;
            end = piece.length;
        } else {
            append(piece);
        }
    }

    private void append(byte[] piece) {
        var unread = available();
        if (bytes.length - end < piece.length) {
            var larger = new byte[Math.max(2 * unread, unread + piece.length)];
            System.arraycopy(bytes, start, larger, 0, unread);
            bytes = larger;
            start = 0;
            end = unread;
        }
        System.arraycopy(piece, 0, bytes, end, piece.length);
        end += piece.length;
    }

    @Override
    public void ensureAvailable() {
        await(1);
    }

    private void await(int count) {
        while (available() < count) {
            pullData();
        }
    }

    /** Looks ahead; waits for no more than it needs. */
    private byte peek(int index) {
        await(index + 1);
        return bytes[start + index];
    }

    @Override
    public void skip(int count) {
        if (rest > 0) {
            // The end of a chunk, which comes later.
            return;
        }
        discard(count);
    }

    private void discard(int count) {
        for (var left = count; left > 0; ) {
            ensureAvailable();
            left -= advance(left);
        }
    }

    private int advance(int most) {
        var count = Math.min(most, available());
        start += count;
        return count;
    }

    @Override
    public byte read() {
        var next = peek(0);
        start++;
        return next;
    }

    @Override
    public byte lookup() {
        return peek(0);
    }

    @Override
    public boolean startsWithNewLine() {
        return peek(0) == '\r' && peek(1) == '\n';
    }

    @Override
    public boolean startsWith(byte[] prefix) {
        for (var i = 0; i < prefix.length; i++) {
            if (peek(i) != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public BufferData readBuffer() {
        ensureAvailable();
        return readBuffer(available());
    }

    /** A long one is not put together. */
    @Override
    public BufferData readBuffer(int length) {
        ensureAvailable();
        if (length <= available()) {
            return part(length);
        }
        var parts = new ArrayList<BufferData>();
        for (var left = length; left > 0; ) {
            ensureAvailable();
            var count = Math.min(left, available());
            parts.add(part(count));
            left -= count;
        }
        return BufferData.create(parts);
    }

    private BufferData part(int length) {
        var part = BufferData.createReadOnly(bytes, start, length);
        start += length;
        return part;
    }

    @Override
    public BufferData getBuffer(int length) {
        await(length);
        return BufferData.createReadOnly(bytes, start, length);
    }

    @Override
    public LazyString readLazyString(Charset charset, int length) {
        await(length);
        start += length;
        return new LazyString(bytes, start - length, length, charset);
    }

    @Override
    public String readAsciiString(int length) {
        await(length);
        start += length;
        return new String(bytes, start - length, length, StandardCharsets.US_ASCII);
    }

    @Override
    public byte[] readBytes(int length) {
        await(length);
        start += length;
        return Arrays.copyOfRange(bytes, start - length, start);
    }

    /** The size of the next chunk, or of the next piece of the chunk that is being read. */
    @Override
    public String readLine() throws IncorrectNewLineException {
        if (rest > 0) {
            return piece(rest);
        }
        var line = line();
        try {
            var size = Integer.parseInt(line, 16);
            return size > PIECE && size <= largestChunk && line.charAt(0) != '+' ? piece(size) : line;
        } catch (NumberFormatException noSize) {
            return line;
        }
    }

    private String piece(int left) {
        var length = Math.min(left, PIECE);
        rest = left - length;
        return Integer.toHexString(length);
    }

    private String line() {
        var length = findNewLine(MAX_LINE);
        if (length == MAX_LINE) {
            throw new IncorrectNewLineException("Found no end of a line in " + MAX_LINE + " bytes.");
        }
        var line = readAsciiString(length);
        discard(2);
        return line;
    }

    @Override
    public int findNewLine(int max) throws IncorrectNewLineException {
        for (var i = 0; i < max; i++) {
            if (isNewLine(peek(i), i)) {
                return i;
            }
        }
        return max;
    }

    @Override
    public int findOrNewLine(byte wanted, int max) throws IncorrectNewLineException {
        for (var i = 0; i < max; i++) {
            var found = peek(i);
            if (found == wanted) {
                return i;
            }
            if (isNewLine(found, i)) {
                return -i - 1;
            }
        }
        return max;
    }

    private boolean isNewLine(byte found, int index) {
        if (found == '\n' || (found == '\r' && peek(index + 1) != '\n')) {
            throw new IncorrectNewLineException("Found half of a line's end at " + index + ".");
        }
        return found == '\r';
    }

    @Override
    public String debugDataHex() {
        return getBuffer(available()).debugDataHex(true);
    }
}

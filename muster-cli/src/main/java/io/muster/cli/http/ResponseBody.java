package io.muster.cli.http;

import io.muster.cli.http.ResponseHead.Framing;
import io.muster.cli.http.ResponseHead.Framing.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * The body of an answer as it arrives. Read to its end it gives the connection back; closed before, it closes that.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-7.1">RFC 9112, 7.1: chunked transfer coding</a>
 */
final class ResponseBody extends InputStream {
    private static final int LONGEST_CHUNK_LINE = 1 << 10;

    private final HttpConnection connection;
    private final Kind framing;
    private final Consumer<HttpConnection> read;
    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
    /** What is left of the body, or of the chunk. */
    private long left;

    private boolean begun;

    private enum State {
        OPEN,
        READ,
        CLOSED
    }

    /** @param read takes the connection after the end of the body; closes it unless it can be used again */
    ResponseBody(HttpConnection connection, Framing framing, Consumer<HttpConnection> read) {
        this.connection = connection;
        this.framing = framing.kind();
        this.read = read;
        this.left = framing.bytes();
        if (this.framing == Kind.LENGTH && left == 0) {
            end();
        }
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        if (isOver() || !hasMore()) {
            return -1;
        }
        var count = connection.read(bytes, offset, (int) Math.min(length, left));
        if (count < 0 && framing == Kind.UNTIL_CLOSE) {
            end();
            return -1;
        }
        if (count < 0) {
            throw new EOFException("the answer ended early");
        }
        left -= count;
        if (left == 0 && framing == Kind.LENGTH) {
            end();
        }
        return count;
    }

    private boolean isOver() throws IOException {
        return switch (state.get()) {
            case OPEN -> false;
            case READ -> true;
            case CLOSED -> throw new IOException("closed");
        };
    }

    /** Goes to the next chunk where one has ended. */
    private boolean hasMore() throws IOException {
        if (left == 0 && framing == Kind.CHUNKED) {
            left = nextChunk();
            if (left == 0) {
                ResponseHead.fields(connection);
                end();
            }
        }
        return left > 0;
    }

    private long nextChunk() throws IOException {
        if (begun && !connection.line(LONGEST_CHUNK_LINE).isEmpty()) {
            throw new ProtocolException("a chunk of the answer is longer than it says");
        }
        begun = true;
        var line = connection.line(LONGEST_CHUNK_LINE);
        var extension = line.indexOf(';');
        var size = (extension < 0 ? line : line.substring(0, extension)).strip();
        if (!size.matches("[0-9a-fA-F]{1,15}")) {
            throw new ProtocolException("the size of a chunk is malformed");
        }
        return Long.parseLong(size, 16);
    }

    private void end() {
        if (state.compareAndSet(State.OPEN, State.READ)) {
            read.accept(connection);
        }
    }

    @Override
    public void close() {
        if (state.compareAndSet(State.OPEN, State.CLOSED)) {
            connection.close();
        }
    }
}

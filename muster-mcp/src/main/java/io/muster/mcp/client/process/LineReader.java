package io.muster.mcp.client.process;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Cuts a stream of bytes into lines. A line over the limit is handed over in parts and never kept as a whole, so that
 * a peer without line feeds costs a buffer and no more.
 */
final class LineReader {
    private static final int CHUNK = 16 << 10;

    private final int limit;
    private final LineSink sink;
    private byte[] line = new byte[0];
    private int length;
    private boolean tooLong;

    LineReader(int limit, LineSink sink) {
        this.limit = limit;
        this.sink = sink;
    }

    /** Reads until the end of the stream; a last line without line feed counts. */
    void drain(InputStream in) throws IOException {
        var chunk = new byte[CHUNK];
        for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
            take(chunk, read);
        }
        if (length > 0 || tooLong) {
            endLine();
        }
    }

    private void take(byte[] chunk, int end) {
        int start = 0;
        for (int i = 0; i < end; i++) {
            if (chunk[i] == '\n') {
                append(chunk, start, i - start);
                endLine();
                start = i + 1;
            }
        }
        append(chunk, start, end - start);
    }

    private void append(byte[] chunk, int from, int count) {
        if (!tooLong && length + count > limit) {
            tooLong = true;
            sink.part(line, 0, length);
            line = new byte[0];
            length = 0;
        }
        if (tooLong) {
            sink.part(chunk, from, count);
            return;
        }
        if (length + count > line.length) {
            line = Arrays.copyOf(line, Math.max(length + count, Math.min(limit, line.length * 2)));
        }
        System.arraycopy(chunk, from, line, length, count);
        length += count;
    }

    private void endLine() {
        if (tooLong) {
            tooLong = false;
            sink.partsEnd();
            return;
        }
        int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        sink.line(Arrays.copyOf(line, end));
        length = 0;
        if (line.length > CHUNK) {
            line = new byte[0];
        }
    }
}

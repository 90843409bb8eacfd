package io.muster.mcp.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Splits a stream into lines, none of which may cost more than a limit. Empty lines are skipped. */
final class LineReader {
    private final InputStream input;
    private final int limit;
    private final byte[] buffer = new byte[8192];
    private int position;
    private int end;

    LineReader(InputStream input, int limit) {
        this.input = input;
        this.limit = limit;
    }

    /** What was read. */
    sealed interface Line {
        Line END = Signal.INPUT_ENDED;

        record Text(byte[] bytes) implements Line {}

        enum Signal implements Line {
            INPUT_ENDED,
            TOO_LONG
        }
    }

    /** Waits for the next line; of one that is too long nothing is kept. The last line needs no line feed. */
    Line next() throws IOException {
        var line = new ByteArrayOutputStream();
        var tooLong = false;
        while (true) {
            if (position == end) {
                position = 0;
                end = Math.max(0, input.read(buffer));
                if (end == 0) {
                    return finished(line, tooLong);
                }
            }
            var start = position;
            while (position < end && buffer[position] != '\n') {
                position++;
            }
            tooLong |= line.size() + (position - start) > limit;
            if (tooLong) {
                line.reset();
            } else {
                line.write(buffer, start, position - start);
            }
            if (position < end) {
                position++;
                if (tooLong || !isBlank(line)) {
                    return finished(line, tooLong);
                }
                line.reset();
            }
        }
    }

    private static Line finished(ByteArrayOutputStream line, boolean tooLong) {
        if (tooLong) {
            return Line.Signal.TOO_LONG;
        }
        return isBlank(line) ? Line.END : new Line.Text(line.toByteArray());
    }

    private static boolean isBlank(ByteArrayOutputStream line) {
        if (line.size() > 2) {
            return false;
        }
        return line.toString(StandardCharsets.US_ASCII).isBlank();
    }
}

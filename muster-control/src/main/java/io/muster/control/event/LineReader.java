package io.muster.control.event;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Reads a stream line by line without trusting the length of a line: longer ones are skipped. */
final class LineReader {
    private final InputStream in;
    private final int longest;

    /** The stream should be buffered. */
    LineReader(InputStream in, int longest) {
        this.in = in;
        this.longest = longest;
    }

    /** The next line that is not too long, without its end; nothing at the end of the stream. */
    Optional<byte[]> next() throws IOException {
        var line = new ByteArrayOutputStream();
        boolean tooLong = false;
        int read;
        while ((read = in.read()) >= 0) {
            if (read != '\n') {
                tooLong |= line.size() == longest;
                if (!tooLong) {
                    line.write(read);
                }
            } else if (tooLong) {
                line.reset();
                tooLong = false;
            } else {
                return Optional.of(line.toByteArray());
            }
        }
        return tooLong || line.size() == 0 ? Optional.empty() : Optional.of(line.toByteArray());
    }
}

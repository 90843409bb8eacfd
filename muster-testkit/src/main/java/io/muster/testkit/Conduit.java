package io.muster.testkit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A pipe whose ends do not care which threads use them: it breaks neither when the thread that wrote last has ended, nor
 * when nobody reads. It holds whatever is written.
 */
public final class Conduit {
    private static final byte[] END = {};

    private final BlockingQueue<byte[]> chunks = new LinkedBlockingQueue<>();
    private final InputStream source = new Source();
    private final OutputStream sink = new Sink();

    /** Where to write; closing it ends what is read. */
    public OutputStream sink() {
        return sink;
    }

    /** Where to read; one thread at a time. */
    public InputStream source() {
        return source;
    }

    private final class Sink extends OutputStream {
        @Override
        public void write(int value) {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            if (length > 0) {
                chunks.add(Arrays.copyOfRange(bytes, offset, offset + length));
            }
        }

        @Override
        public void close() {
            chunks.add(END);
        }
    }

    private final class Source extends InputStream {
        private ByteArrayInputStream current = new ByteArrayInputStream(END);
        private boolean ended;

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            while (current.available() == 0) {
                if (ended) {
                    return -1;
                }
                var chunk = next();
                ended = chunk == END;
                current = new ByteArrayInputStream(chunk);
            }
            return current.read(target, offset, length);
        }

        private byte[] next() throws IOException {
            try {
                return chunks.take();
            } catch (InterruptedException e) {
                throw new IOException("interrupted", e);
            }
        }
    }
}

package io.muster.mcp.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A pipe that does not care which threads write to it, nor whether they are still alive when it is read. */
final class Conduit {
    private static final byte[] END = {};

    private final BlockingQueue<byte[]> chunks = new LinkedBlockingQueue<>();
    final InputStream out = new Out();
    final OutputStream in = new In();

    private final class In extends OutputStream {
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

    private final class Out extends InputStream {
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

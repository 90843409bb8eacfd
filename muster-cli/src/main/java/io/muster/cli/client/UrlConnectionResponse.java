package io.muster.cli.client;

import io.muster.wire.http.Headers;
import io.muster.wire.outbound.OutboundException;
import io.muster.wire.outbound.OutboundException.Kind;
import io.muster.wire.outbound.OutboundRequest;
import io.muster.wire.outbound.OutboundResponse;
import io.muster.wire.time.Scheduler;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * An answer of {@link UrlConnectionClient}. The stream of the JDK cannot be closed while another thread reads it, so
 * closing interrupts the reader instead, which must be a virtual thread for that to help.
 */
final class UrlConnectionResponse implements OutboundResponse {
    private static final int LIMIT = 64 << 20;

    private final OutboundRequest request;
    private final int status;
    private final Headers headers;
    private final Content body;
    private final Scheduler scheduler;
    private final InstantSource clock;

    UrlConnectionResponse(
            OutboundRequest request,
            int status,
            Headers headers,
            InputStream body,
            Scheduler scheduler,
            InstantSource clock) {
        this.request = request;
        this.status = status;
        this.headers = headers;
        this.body = new Content(body);
        this.scheduler = scheduler;
        this.clock = clock;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public Headers headers() {
        return headers;
    }

    @Override
    public InputStream body() {
        return body;
    }

    @Override
    public byte[] bytes() {
        var peer = UrlConnectionClient.peer(request.uri());
        var timer = scheduler.after(request.deadline().left(clock.instant()), this::close);
        try {
            var bytes = body.readNBytes(LIMIT + 1);
            if (bytes.length > LIMIT) {
                close();
                throw new OutboundException(Kind.TOO_LARGE, "the answer of " + peer + " exceeds " + LIMIT + " bytes");
            }
            return bytes;
        } catch (IOException e) {
            throw request.deadline().passed(clock.instant())
                    ? new OutboundException(Kind.TIMEOUT, "no answer from " + peer + " in time: i/o timeout", e)
                    : new OutboundException(
                            Kind.BROKEN, "request to " + peer + " failed: the connection broke within the answer", e);
        } finally {
            timer.cancel();
        }
    }

    @Override
    public void close() {
        body.end();
    }

    private static final class Content extends FilterInputStream {
        private @Nullable Thread reader;
        private boolean interrupted;
        private boolean ended;

        Content(InputStream body) {
            super(body);
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            enter();
            try {
                return in.read(bytes, offset, length);
            } finally {
                leave();
            }
        }

        private synchronized void enter() throws IOException {
            if (ended) {
                throw new IOException("closed");
            }
            reader = Thread.currentThread();
        }

        private synchronized void leave() {
            reader = null;
            if (interrupted) {
                interrupted = false;
                // The interrupt was meant for the read, not for what its thread does next.
                var _ = Thread.interrupted();
            }
        }

        void end() {
            synchronized (this) {
                ended = true;
                if (reader != null && reader != Thread.currentThread()) {
                    interrupted = true;
                    reader.interrupt();
                    return;
                }
            }
            try {
                in.close();
            } catch (IOException nothingToSave) {
                // What was to be read has been read.
            }
        }

        @Override
        public void close() {
            end();
        }
    }
}

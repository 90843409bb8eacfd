package io.muster.wire.outbound;

import io.muster.wire.http.Headers;
import io.muster.wire.time.Deadline;
import io.muster.wire.time.Scheduler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.core5.io.CloseMode;

/**
 * An answer on an open connection. A body that was read to its end gives the connection back to the pool; closing
 * earlier closes the connection.
 */
final class HttpOutboundResponse implements OutboundResponse {
    private static final int CHUNK = 8192;

    private final URI uri;
    private final CloseableHttpResponse response;
    private final Headers headers;
    private final InputStream body;
    private final Limits limits;

    /** What {@link #bytes()} may cost. */
    record Limits(long bytes, Deadline deadline, InstantSource clock, Scheduler scheduler) {}

    HttpOutboundResponse(URI uri, CloseableHttpResponse response, Limits limits) throws IOException {
        this.uri = uri;
        this.response = response;
        this.limits = limits;
        this.headers = Headers.of(Arrays.stream(response.getHeaders())
                .map(header -> new Headers.Field(header.getName(), header.getValue()))
                .toList());
        var entity = response.getEntity();
        this.body = entity == null ? InputStream.nullInputStream() : entity.getContent();
    }

    @Override
    public int status() {
        return response.getCode();
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
        var late = new AtomicBoolean();
        var timer = limits.scheduler()
                .after(limits.deadline().left(limits.clock().instant()), () -> {
                    late.set(true);
                    close();
                });
        try {
            return read();
        } catch (IOException e) {
            throw late.get() ? Failures.timeout(uri, true, e) : Failures.brokenBody(uri, e);
        } finally {
            timer.cancel();
        }
    }

    private byte[] read() throws IOException {
        var content = new ByteArrayOutputStream();
        var chunk = new byte[CHUNK];
        for (var count = body.read(chunk); count >= 0; count = body.read(chunk)) {
            if (content.size() + (long) count > limits.bytes()) {
                close();
                throw new OutboundException(
                        OutboundException.Kind.TOO_LARGE,
                        "the answer of " + Failures.peer(uri) + " exceeds " + limits.bytes() + " bytes");
            }
            content.write(chunk, 0, count);
        }
        return content.toByteArray();
    }

    @Override
    public void close() {
        response.close(CloseMode.IMMEDIATE);
    }
}

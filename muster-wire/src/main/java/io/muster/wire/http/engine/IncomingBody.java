package io.muster.wire.http.engine;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.muster.wire.budget.ByteBudget;
import io.muster.wire.http.HttpRejection;
import io.muster.wire.http.HttpRequest.RequestBody;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request, read at most once and never beyond the limit. What the handler does not read is discarded
 * before the answer, up to the limit again, so that the connection can serve the next request; if there is more, the
 * connection has to be closed. What is read counts as taken from the server's memory until it is released.
 */
final class IncomingBody implements RequestBody {
    private static final int CHUNK = 8192;

    private final ServerRequest request;
    private final int limit;
    private final long patience;
    private final Connections connections;
    private final ByteBudget memory;
    private @Nullable Intake intake;
    private @Nullable InputStream stream;
    private long begun;
    private boolean asked;
    private boolean complete;
    private boolean broken;

    IncomingBody(ServerRequest request, HttpServerOptions options, Connections connections, ByteBudget memory) {
        this.request = request;
        this.limit = options.maxBodyBytes();
        this.patience = options.uploadTimeout().toNanos();
        this.connections = connections;
        this.memory = memory;
        var headers = request.headers();
        this.complete = !headers.contains(HeaderNames.TRANSFER_ENCODING)
                && headers.contentLength().orElse(0) == 0;
    }

    @Override
    public byte[] bytes() {
        if (asked) {
            throw new IllegalStateException("the body of a request can be read once");
        }
        asked = true;
        if (complete) {
            return new byte[0];
        }
        var length = request.headers().contentLength();
        if (length.orElse(0) > limit) {
            throw tooLarge();
        }
        var content = new Content(intake(), CHUNK, (int) length.orElse(limit));
        read(content, limit);
        if (!complete) {
            throw tooLarge();
        }
        return content.toArray();
    }

    @Override
    public JsonValue json() {
        var document = bytes();
        return Json.parse(document, intake()::add);
    }

    @Override
    public Runnable keep() {
        var kept = intake();
        intake = null;
        return kept::release;
    }

    /** Nobody needs what was read any more. */
    void release() {
        if (intake != null) {
            intake.release();
        }
    }

    private Intake intake() {
        if (intake == null) {
            intake = new Intake(memory);
        }
        return intake;
    }

    /** Reads on and forgets. Answers whether the body has ended, so that another request may follow. */
    boolean discard() {
        // A client that waits for leave to send the body will not send it after the answer.
        var waits = request.headers().containsToken(HeaderValues.EXPECT_100) && !request.continueSent();
        if (!complete && !broken && !waits) {
            try {
                read(null, 2L * limit);
            } catch (HttpRejection unusable) {
                return false;
            }
        }
        return complete;
    }

    /** Reads until the end, or one byte beyond the most. */
    private void read(@Nullable Content content, long most) {
        try {
            begun = begun == 0 ? System.nanoTime() : begun;
            var in = stream == null ? request.content().inputStream() : stream;
            stream = in;
            // Most bodies are small; their buffer need not be large.
            var chunk = new byte
                    [(int) Math.min(CHUNK, request.headers().contentLength().orElse(CHUNK) + 1)];
            for (long total = 0; total <= most; ) {
                connections.awaitsBody();
                var count = in.read(chunk, 0, (int) Math.min(chunk.length, most - total + 1));
                if (count < 0) {
                    complete = true;
                    return;
                }
                total += count;
                if (content != null) {
                    content.add(chunk, count);
                }
                if (System.nanoTime() - begun > patience) {
                    broken = true;
                    throw new HttpRejection(408, "Request Timeout: the body took too long to arrive");
                }
            }
        } catch (HttpRejection refused) {
            throw refused;
        } catch (RequestException e) {
            broken = true;
            throw e.status().code() == Status.REQUEST_ENTITY_TOO_LARGE_413.code() ? tooLarge() : malformed(e);
        } catch (IOException | RuntimeException e) {
            // Helidon reports bad framing and broken connections by a dozen unrelated types.
            broken = true;
            throw malformed(e);
        } finally {
            connections.serves();
        }
    }

    private HttpRejection tooLarge() {
        return new HttpRejection(413, "Content Too Large: the limit is " + limit + " bytes");
    }

    private static HttpRejection malformed(Exception cause) {
        var rejection = new HttpRejection(400, "Bad Request: the body is incomplete or malformed");
        rejection.initCause(cause);
        return rejection;
    }
}

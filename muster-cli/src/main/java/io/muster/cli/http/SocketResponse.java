package io.muster.cli.http;

import io.muster.wire.http.Headers;
import io.muster.wire.outbound.OutboundException;
import io.muster.wire.outbound.OutboundException.Kind;
import io.muster.wire.outbound.OutboundResponse;
import io.muster.wire.time.Deadline;
import io.muster.wire.time.Scheduler;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;

/** An answer whose body arrives on a connection of its own. */
record SocketResponse(
        Origin origin,
        ResponseHead head,
        ResponseBody body,
        Deadline deadline,
        Scheduler scheduler,
        InstantSource clock)
        implements OutboundResponse {
    private static final int LIMIT = 64 << 20;

    @Override
    public int status() {
        return head.status();
    }

    @Override
    public Headers headers() {
        return head.headers();
    }

    @Override
    public byte[] bytes() {
        var timer = SocketClient.timer(deadline, body::close, scheduler, clock);
        try (InputStream all = body) {
            var bytes = all.readNBytes(LIMIT + 1);
            if (bytes.length > LIMIT) {
                throw new OutboundException(Kind.TOO_LARGE, "the answer of " + origin + " exceeds " + LIMIT + " bytes");
            }
            return bytes;
        } catch (IOException e) {
            throw SocketClient.broken(origin, deadline, clock, "within", e);
        } finally {
            timer.cancel();
        }
    }

    @Override
    public void close() {
        body.close();
    }
}

package io.muster.cli.http;

import io.muster.wire.outbound.OutboundClient;
import io.muster.wire.outbound.OutboundException;
import io.muster.wire.outbound.OutboundException.Kind;
import io.muster.wire.outbound.OutboundRequest;
import io.muster.wire.outbound.OutboundResponse;
import io.muster.wire.time.Deadline;
import io.muster.wire.time.Scheduler;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import javax.net.ssl.SSLException;

/**
 * HTTP/1.1 over a blocking socket, on the thread of the caller. Follows no redirects, repeats nothing, goes to the server
 * directly, logs nothing, and starts no thread: at the end of a process, each one that waits for a socket costs time.
 */
public final class SocketClient implements OutboundClient {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

    private final Scheduler scheduler;
    private final InstantSource clock;
    private final IdleConnections idle;

    /** @param scheduler ends what has not ended by its deadline */
    public SocketClient(Scheduler scheduler, InstantSource clock) {
        this.scheduler = scheduler;
        this.clock = clock;
        this.idle = new IdleConnections(clock);
    }

    @Override
    public OutboundResponse send(OutboundRequest request) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        var origin = Origin.of(request.uri());
        var text = RequestText.of(request, origin);
        var connection = connection(origin, request.deadline());
        var timer = timer(request.deadline(), connection::close, scheduler, clock);
        try {
            connection.write(text);
            return response(request, origin, connection, ResponseHead.read(connection));
        } catch (IOException e) {
            connection.close();
            throw ended(broken(origin, request.deadline(), clock, "before", e));
        } finally {
            timer.cancel();
        }
    }

    private HttpConnection connection(Origin origin, Deadline deadline) throws InterruptedException {
        var known = idle.take(origin);
        if (known.isPresent()) {
            return known.get();
        }
        var left = deadline.left(clock.instant());
        try {
            return HttpConnection.open(origin, left.compareTo(CONNECT_LIMIT) < 0 ? left : CONNECT_LIMIT);
        } catch (IOException e) {
            throw ended(unconnected(origin, e));
        }
    }

    private OutboundResponse response(
            OutboundRequest request, Origin origin, HttpConnection connection, ResponseHead head) throws IOException {
        var body = new ResponseBody(connection, head.framing(), after -> {
            if (head.persistent()) {
                idle.add(origin, after);
            } else {
                after.close();
            }
        });
        return new SocketResponse(origin, head, body, request.deadline(), scheduler, clock);
    }

    /** The failure, unless the caller was interrupted, which then is why. */
    private static OutboundException ended(OutboundException failure) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return failure;
    }

    @Override
    public void close() {
        idle.close();
    }

    /** Has something done at the deadline, if there is one. */
    static Scheduler.Timer timer(Deadline deadline, Runnable task, Scheduler scheduler, InstantSource clock) {
        return deadline.isNone() ? () -> {} : scheduler.after(deadline.left(clock.instant()), task);
    }

    static OutboundException broken(
            Origin origin, Deadline deadline, InstantSource clock, String when, IOException cause) {
        return deadline.passed(clock.instant())
                ? new OutboundException(Kind.TIMEOUT, "no answer from " + origin + " in time: i/o timeout", cause)
                : new OutboundException(
                        Kind.BROKEN,
                        "request to " + origin + " failed: the connection broke " + when + " the answer",
                        cause);
    }

    private static OutboundException unconnected(Origin origin, IOException failure) {
        var prefix = "cannot connect to " + origin + ": ";
        return switch (failure) {
            case UnknownHostException e -> new OutboundException(Kind.UNKNOWN_HOST, prefix + "no such host", e);
            case SSLException e ->
                new OutboundException(Kind.TLS, prefix + "its certificate is not trusted, or TLS failed", e);
            case SocketTimeoutException e -> new OutboundException(Kind.CONNECT, prefix + "i/o timeout", e);
            case ConnectException e -> new OutboundException(Kind.CONNECT, prefix + "connection refused", e);
            case IOException e -> new OutboundException(Kind.CONNECT, prefix + "connection failed", e);
        };
    }
}

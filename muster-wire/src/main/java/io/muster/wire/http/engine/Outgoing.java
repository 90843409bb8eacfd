package io.muster.wire.http.engine;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerResponse;
import io.muster.wire.http.Body;
import io.muster.wire.http.EventSink;
import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * The one answer to a request. Used by the thread of the request; the event stream it may open takes events from any
 * thread.
 */
final class Outgoing implements Body.Responder {
    private static final byte[] NOTHING = {};
    /** The same of every stream: there are thousands. The last one tells proxies of nginx not to hold events back. */
    private static final List<Header> STREAM = List.of(
            HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "text/event-stream"),
            HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-cache, no-transform"),
            HeaderValues.createCached("X-Accel-Buffering", "no"));

    private final ServerResponse response;
    private final boolean head;
    private final Connections connections;
    private final EventStreams streams;
    private final IncomingBody request;
    private boolean close;
    private boolean answered;

    /** @param close whether no request may follow on the connection */
    Outgoing(
            ServerResponse response,
            boolean head,
            boolean close,
            Connections connections,
            EventStreams streams,
            IncomingBody request) {
        this.response = response;
        this.head = head;
        this.close = close;
        this.connections = connections;
        this.streams = streams;
        this.request = request;
    }

    boolean isAnswered() {
        return answered;
    }

    void closeAfterwards() {
        close = true;
    }

    @Override
    public void send(HttpResponse answer) {
        if (answer.body() instanceof Body.Later) {
            throw new IllegalArgumentException("a late answer cannot be late again");
        }
        begin(answer.status(), answer.headers());
        var content = answer.body() instanceof Body.Bytes(var bytes) ? bytes : NOTHING;
        // A large answer may repeat what was asked: that counts until it is written.
        if (content.length <= Intake.LITTLE) {
            request.release();
        }
        // Writing to a socket with the flag up would close it instead.
        var interrupted = Thread.interrupted();
        connections.writes();
        try {
            if (head) {
                response.header(HeaderNames.CONTENT_LENGTH, Integer.toString(content.length));
                response.send(NOTHING);
            } else {
                response.send(content);
            }
        } finally {
            connections.serves();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public EventSink events(Headers headers) {
        begin(200, headers);
        STREAM.forEach(response.headers()::set);
        if (close) {
            response.whenSent(() -> {
                throw new CloseConnectionException("stream ended");
            });
        } else {
            response.header(HeaderValues.CONNECTION_KEEP_ALIVE);
        }
        var stream = new EventStream(response.outputStream());
        streams.begin();
        return stream;
    }

    /** Called after the answer, outside of handlers: Helidon itself leaves closing to the client. */
    void finish() {
        if (close && response.isSent()) {
            throw new CloseConnectionException("connection is not reused");
        }
    }

    /** Checks everything before anything is written, so that a failure can still be answered with an error. */
    private void begin(int status, Headers headers) {
        if (answered) {
            throw new IllegalStateException("a request has one answer");
        }
        var checked = new ArrayList<Header>();
        for (var field : headers.fields()) {
            var header = HeaderValues.create(field.name(), field.value());
            header.validate();
            checked.add(header);
        }
        answered = true;
        response.status(Status.create(status));
        checked.forEach(response.headers()::add);
        if (close) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
    }
}

package io.muster.wire.http.engine;

import io.helidon.common.socket.PeerInfo;
import io.helidon.common.socket.SocketWriterException;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.muster.wire.budget.ByteBudget;
import io.muster.wire.http.Body;
import io.muster.wire.http.EventSink;
import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpHandler;
import io.muster.wire.http.HttpRejection;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.http.Query;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one request through the handler: values in, values out, and the only place where exceptions become answers. */
final class Exchange implements Handler {
    private static final Logger log = LoggerFactory.getLogger(Exchange.class);
    private static final String INTERNAL_ERROR = "Internal Server Error";

    private final HttpServerOptions options;
    private final HttpHandler handler;
    private final Connections connections;
    private final EventStreams streams;
    private final ByteBudget memory;

    Exchange(HttpServerOptions options, HttpHandler handler, Connections connections, EventStreams streams) {
        this.options = options;
        this.handler = handler;
        this.connections = connections;
        this.streams = streams;
        this.memory = new ByteBudget(options.requestMemory());
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        var body = new IncomingBody(request, options, connections, memory);
        try {
            handle(request, response, body);
        } finally {
            body.release();
        }
    }

    private void handle(ServerRequest request, ServerResponse response, IncomingBody body) {
        var method = request.prologue().method().text();
        var close = request.headers().containsToken(HeaderValues.CONNECTION_CLOSE);
        var outgoing = new Outgoing(response, method.equals("HEAD"), close, connections, streams, body);
        var answer = answer(request, method, body);
        if (!body.discard()) {
            outgoing.closeAfterwards();
        }
        if (answer.body() instanceof Body.Later later) {
            produce(later, outgoing);
        } else {
            send(answer, outgoing);
        }
        outgoing.finish();
    }

    private HttpResponse answer(ServerRequest request, String method, IncomingBody body) {
        try {
            refuseUnknownExpectations(request);
            return handler.handle(read(request, method, body));
        } catch (HttpRejection rejection) {
            return refused(rejection);
        } catch (RuntimeException e) {
            log.atError().setCause(e).addKeyValue("method", method).log("request failed");
            return HttpResponse.text(500, INTERNAL_ERROR);
        }
    }

    private static HttpResponse refused(HttpRejection rejection) {
        var answer = HttpResponse.text(rejection.status(), String.valueOf(rejection.getMessage()));
        return new HttpResponse(answer.status(), answer.headers().withAll(rejection.headers()), answer.body());
    }

    private static void refuseUnknownExpectations(ServerRequest request) {
        var headers = request.headers();
        if (headers.contains(HeaderNames.EXPECT) && !headers.containsToken(HeaderValues.EXPECT_100)) {
            throw new HttpRejection(417, "Expectation Failed");
        }
    }

    private static HttpRequest read(ServerRequest request, String method, IncomingBody body) {
        var prologue = request.prologue();
        var fields = new ArrayList<Headers.Field>();
        for (var header : request.headers()) {
            for (var value : header.allValues()) {
                fields.add(new Headers.Field(header.name(), value));
            }
        }
        return new HttpRequest(
                method,
                RequestPath.decode(prologue.uriPath().rawPath()),
                Query.parse(prologue.query().rawValue()),
                Headers.of(fields),
                address(request.localPeer()),
                address(request.remotePeer()),
                body);
    }

    private static InetSocketAddress address(PeerInfo peer) {
        return peer.address() instanceof InetSocketAddress address
                ? address
                : InetSocketAddress.createUnresolved(peer.host(), peer.port());
    }

    private static void send(HttpResponse answer, Outgoing outgoing) {
        try {
            outgoing.send(answer);
        } catch (CloseConnectionException gone) {
            throw gone;
        } catch (SocketWriterException | UncheckedIOException gone) {
            throw new CloseConnectionException("the client is gone", gone);
        } catch (RuntimeException e) {
            fail(outgoing, e);
        }
    }

    private void produce(Body.Later later, Outgoing outgoing) {
        try {
            later.produce(outgoing);
            if (!outgoing.isAnswered()) {
                throw new IllegalStateException("no answer was produced");
            }
        } catch (InterruptedException shutdown) {
            if (!outgoing.isAnswered()) {
                outgoing.closeAfterwards();
                send(HttpResponse.text(503, "Service Unavailable: the server is shutting down"), outgoing);
            }
        } catch (HttpRejection rejection) {
            if (outgoing.isAnswered()) {
                fail(outgoing, rejection);
            } else {
                send(refused(rejection), outgoing);
            }
        } catch (EventSink.ClientGone | CloseConnectionException | SocketWriterException | UncheckedIOException gone) {
            throw new CloseConnectionException("the client is gone", gone);
        } catch (RuntimeException e) {
            fail(outgoing, e);
        } finally {
            streams.end();
            // The interrupt was for the producer; what follows is the end of its answer.
            Thread.interrupted();
        }
    }

    /** Answers 500 if the answer has not begun, otherwise breaks it off: its end would look like success. */
    private static void fail(Outgoing outgoing, RuntimeException failure) {
        log.atError().setCause(failure).log("answer failed");
        if (outgoing.isAnswered()) {
            throw new CloseConnectionException("answer failed", failure);
        }
        outgoing.send(HttpResponse.text(500, INTERNAL_ERROR));
    }
}

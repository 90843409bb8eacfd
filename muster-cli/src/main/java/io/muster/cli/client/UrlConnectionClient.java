package io.muster.cli.client;

import io.muster.wire.http.Headers;
import io.muster.wire.outbound.OutboundClient;
import io.muster.wire.outbound.OutboundException;
import io.muster.wire.outbound.OutboundException.Kind;
import io.muster.wire.outbound.OutboundRequest;
import io.muster.wire.outbound.OutboundResponse;
import io.muster.wire.time.Scheduler;
import io.muster.wire.time.TimedWait;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's small HTTP client, which costs a command some 50 ms less to start than any other. Follows no redirects,
 * repeats nothing, and goes to the server directly.
 *
 * <p>Each exchange runs on a virtual thread of its own until the header of the answer is there: only the interruption of
 * such a thread ends a blocked read of this client.
 */
public final class UrlConnectionClient implements OutboundClient {
    /** A system property of the JDK that the program sets to {@code false} before anything is sent. */
    public static final String RETRY_POST = "sun.net.http.retryPost";

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

    /** Whether the JDK would silently send a POST again when its connection breaks, so that a tool runs twice. */
    private static final boolean REPEATS_POST =
            !System.getProperty(RETRY_POST, "true").equals("false");

    private final Scheduler scheduler;
    private final InstantSource clock;

    public UrlConnectionClient(Scheduler scheduler, InstantSource clock) {
        this.scheduler = scheduler;
        this.clock = clock;
    }

    /** Whether the request, or a part of it, may have reached the server. */
    private static final class Sent {
        private volatile boolean value;
    }

    @Override
    public OutboundResponse send(OutboundRequest request) throws InterruptedException {
        if (request.deadline().isNone() && Thread.currentThread().isVirtual()) {
            return sendHere(request);
        }
        var sent = new Sent();
        var answer = new CompletableFuture<UrlConnectionResponse>();
        var exchange = Thread.ofVirtual().name("outbound").start(() -> run(request, sent, answer));
        try {
            if (!TimedWait.await(answer, request.deadline().left(clock.instant()), scheduler)) {
                throw timeout(request.uri(), sent.value);
            }
            return answer.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof OutboundException failure
                    ? failure
                    : new IllegalStateException("request failed: " + request, e.getCause());
        } finally {
            // Nobody takes an answer that is not there yet; the exchange closes it.
            if (answer.cancel(false)) {
                exchange.interrupt();
            }
        }
    }

    /** Without another thread and a timer, which together would take as long as the rest: nobody else needs to wait. */
    private OutboundResponse sendHere(OutboundRequest request) throws InterruptedException {
        var sent = new Sent();
        try {
            return exchange(request, sent);
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            throw failure(request.uri(), e, sent.value);
        }
    }

    @Override
    public void close() {}

    private void run(OutboundRequest request, Sent sent, CompletableFuture<UrlConnectionResponse> answer) {
        try {
            var response = exchange(request, sent);
            if (!answer.complete(response)) {
                response.close();
            }
        } catch (IOException e) {
            answer.completeExceptionally(failure(request.uri(), e, sent.value));
        } catch (RuntimeException e) {
            answer.completeExceptionally(failure(request.uri(), new IOException(e), sent.value));
        } catch (Error e) {
            answer.completeExceptionally(e);
            throw e;
        }
    }

    private UrlConnectionResponse exchange(OutboundRequest request, Sent sent) throws IOException {
        var connection = (HttpURLConnection) request.uri().toURL().openConnection();
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setConnectTimeout((int) CONNECT_LIMIT.toMillis());
        connection.setRequestMethod(request.method());
        connection.setRequestProperty("User-Agent", "muster");
        for (var field : request.headers().fields()) {
            connection.setRequestProperty(field.name(), field.value());
        }
        if (request.body().length > 0) {
            connection.setDoOutput(true);
            if (REPEATS_POST) {
                // The other way to prevent it. The price is a millisecond per request, and the body of a 401.
                connection.setFixedLengthStreamingMode(request.body().length);
            }
        }
        connection.connect();
        sent.value = true;
        if (request.body().length > 0) {
            try (var body = connection.getOutputStream()) {
                body.write(request.body());
            }
        }
        var status = connection.getResponseCode();
        if (status < 0) {
            throw new IOException("not HTTP");
        }
        return new UrlConnectionResponse(
                request, status, headers(connection), body(connection, status), scheduler, clock);
    }

    private static InputStream body(HttpURLConnection connection, int status) throws IOException {
        @Nullable InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream();
        return body == null ? InputStream.nullInputStream() : body;
    }

    private static Headers headers(HttpURLConnection connection) {
        var fields = new ArrayList<Headers.Field>();
        for (int i = 1; ; i++) {
            var name = connection.getHeaderFieldKey(i);
            var value = connection.getHeaderField(i);
            if (name == null || value == null) {
                return Headers.of(fields);
            }
            fields.add(new Headers.Field(name, value));
        }
    }

    private static OutboundException timeout(URI uri, boolean sent) {
        return sent
                ? new OutboundException(Kind.TIMEOUT, "no answer from " + peer(uri) + " in time: i/o timeout")
                : new OutboundException(Kind.CONNECT, "cannot connect to " + peer(uri) + ": i/o timeout");
    }

    private static OutboundException failure(URI uri, IOException failure, boolean sent) {
        var prefix = "cannot connect to " + peer(uri) + ": ";
        return switch (failure) {
            case UnknownHostException e -> new OutboundException(Kind.UNKNOWN_HOST, prefix + "no such host", e);
            case IOException e
            when sent ->
                new OutboundException(
                        Kind.BROKEN, "request to " + peer(uri) + " failed: the connection broke before the answer", e);
            case SSLException e ->
                new OutboundException(Kind.TLS, prefix + "its certificate is not trusted, or TLS failed", e);
            case SocketTimeoutException e -> new OutboundException(Kind.CONNECT, prefix + "i/o timeout", e);
            case ConnectException e -> new OutboundException(Kind.CONNECT, prefix + "connection refused", e);
            case IOException e -> new OutboundException(Kind.CONNECT, prefix + "connection failed", e);
        };
    }

    /** {@code host:port}, the port that the scheme implies included. */
    static String peer(URI uri) {
        var port = uri.getPort() >= 0 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
        return uri.getHost() + ":" + port;
    }
}

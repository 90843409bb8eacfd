package io.muster.wire.http.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.http.sse.ServerSentEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that take their time, by malice or by accident. */
class SlowClientTest {
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Duration LONG = Duration.ofMinutes(1);

    /** More than the buffers of both ends take. */
    private static final String HUGE = "x".repeat(48 << 20);

    private final List<AutoCloseable> open = new ArrayList<>();
    private final BlockingQueue<Thread> served = new LinkedBlockingQueue<>();
    private final CountDownLatch later = new CountDownLatch(1);
    private final HttpServer server = HttpServer.start(
            HttpServerOptions.bind("127.0.0.1", 0).withTimeouts(LONG, LONG, SHORT, LONG), this::handle);

    private HttpResponse handle(HttpRequest request) {
        return switch (request.path()) {
            case "/huge" -> {
                served.add(Thread.currentThread());
                yield HttpResponse.text(200, HUGE);
            }
            case "/late" ->
                HttpResponse.later(responder -> {
                    await(later);
                    responder.send(HttpResponse.text(200, "late but sure"));
                });
            case "/stream" ->
                HttpResponse.later(responder -> {
                    var sink = responder.events(Headers.EMPTY);
                    await(later);
                    sink.send(ServerSentEvent.of("message", "still here"));
                });
            default -> HttpResponse.text(200, "quick");
        };
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @AfterEach
    void close() throws Exception {
        for (var resource : open.reversed()) {
            resource.close();
        }
        server.close();
    }

    private RawClient connect() throws IOException {
        var client = new RawClient(server);
        open.add(client);
        return client;
    }

    private static String request(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    }

    /** Somebody who asks for a lot and reads nothing is cut off: then the limit has passed for all who came before. */
    private void awaitCut() throws Exception {
        connect().send(request("/huge"));
        var connection = served.poll(20, TimeUnit.SECONDS);
        assertThat(connection).isNotNull();
        assertThat(connection.join(Duration.ofSeconds(20))).isTrue();
    }

    @Test
    void an_answer_that_nobody_reads_cuts_the_connection() throws Exception {
        awaitCut();

        assertThat(connect().get("/").body()).isEqualTo("quick");
    }

    @Test
    void an_answer_that_is_read_in_time_leaves_the_connection_open() throws Exception {
        var client = connect();

        assertThat(client.get("/").body()).isEqualTo("quick");
        awaitCut();

        assertThat(client.get("/").body()).isEqualTo("quick");
    }

    @Test
    void a_stream_lasts_longer_than_an_answer_may_take() throws Exception {
        var client = connect();
        client.send(request("/stream"));
        assertThat(client.readHead().headers()).containsEntry("content-type", "text/event-stream");
        assertThat(client.readChunk()).startsWith(":");

        awaitCut();
        later.countDown();

        assertThat(client.readChunk()).contains("data: still here");
    }

    @Test
    void work_may_take_longer_than_writing_its_answer() throws Exception {
        var client = connect();
        client.send(request("/late"));

        awaitCut();
        later.countDown();

        assertThat(client.read().body()).isEqualTo("late but sure");
    }

    @Test
    void slow_loris_does_not_live_on_bytes_that_trickle_in() throws Exception {
        try (var impatient = HttpServer.start(
                        HttpServerOptions.bind("127.0.0.1", 0).withTimeouts(SHORT, LONG, LONG, LONG),
                        _ -> HttpResponse.text(200, "quick"));
                var client = new RawClient(impatient)) {
            client.send("GET / HTTP/1.1\r\nHost: localhost\r\nX-Filler: ");

            assertThatThrownBy(() -> trickle(client)).isInstanceOf(IOException.class);
        }
    }

    /** Sends on and on, for as long as the server lets it, or much longer than it should. */
    private static void trickle(RawClient client) throws IOException {
        var start = System.nanoTime();
        while (System.nanoTime() - start < Duration.ofSeconds(20).toNanos()) {
            client.send("x");
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    @Test
    void the_limits_of_a_server_are_those_of_the_specification() {
        var options = HttpServerOptions.bind("127.0.0.1", 0);

        assertThat(options.headerTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(options.writeTimeout()).isEqualTo(Duration.ofMinutes(2));
        assertThat(options.idleTimeout()).isEqualTo(Duration.ofMinutes(2));
    }
}

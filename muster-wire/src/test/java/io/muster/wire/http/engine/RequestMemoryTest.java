package io.muster.wire.http.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that send more together than the server can hold. */
class RequestMemoryTest {
    private static final String HEAD = "POST / HTTP/1.1\r\nHost: x\r\n";
    private static final String LARGE = "x".repeat(500_000);
    private static final String SMALL = "x".repeat(60_000);

    private final List<AutoCloseable> open = new ArrayList<>();
    private final BlockingQueue<Runnable> kept = new LinkedBlockingQueue<>();
    private final HttpServer server = start(options());

    private static HttpServerOptions options() {
        return HttpServerOptions.bind("127.0.0.1", 0).withRequestMemory(1 << 20);
    }

    private HttpServer start(HttpServerOptions options) {
        var started = HttpServer.start(options, this::handle);
        open.add(started);
        return started;
    }

    private HttpResponse handle(HttpRequest request) {
        if (request.path().equals("/json")) {
            return HttpResponse.text(200, request.body().json().getClass().getSimpleName());
        }
        var length = request.body().bytes().length;
        if (request.path().equals("/keep")) {
            kept.add(request.body().keep());
        }
        return HttpResponse.text(200, Integer.toString(length));
    }

    @AfterEach
    void close() throws Exception {
        for (var resource : open.reversed()) {
            resource.close();
        }
    }

    private RawClient connect(HttpServer to) throws IOException {
        var client = new RawClient(to);
        open.add(client);
        return client;
    }

    private int status(String body) throws IOException {
        try (var client = new RawClient(server)) {
            return client.post("/", body).status();
        }
    }

    /** Opens connections that send only this until there is no room for the body. */
    private List<RawClient> exhaust(String body, String half) throws IOException {
        var halves = new ArrayList<RawClient>();
        while (status(body) != 503) {
            assertThat(halves).hasSizeLessThan(200);
            var client = connect(server);
            client.send(half);
            halves.add(client);
        }
        return halves;
    }

    private void awaitStatus(int status) throws IOException {
        var start = System.nanoTime();
        while (status(LARGE) != status) {
            assertThat(System.nanoTime() - start)
                    .isLessThan(Duration.ofSeconds(20).toNanos());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 700000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\naae60\r\n"})
    void bodies_that_are_never_sent_to_their_end_leave_room_for_small_ones(String framing) throws IOException {
        var halves = exhaust(LARGE, HEAD + framing + LARGE);

        var refusal = connect(server).post("/", LARGE);

        assertThat(refusal.headers()).containsEntry("retry-after", "5");
        assertThat(refusal.body()).contains("too many large requests at once");
        assertThat(status(SMALL)).isEqualTo(200);
        assertThat(status("x")).isEqualTo(200);
        for (var half : halves) {
            half.close();
        }
        awaitStatus(200);
    }

    @Test
    void what_was_announced_does_not_count() throws IOException {
        connect(server).send(HEAD + "Content-Length: 1000000\r\n\r\nx");

        assertThat(status(LARGE)).isEqualTo(200);
    }

    @Test
    void a_connection_goes_on_after_a_refusal() throws IOException {
        exhaust(LARGE, HEAD + "Content-Length: 700000\r\n\r\n" + LARGE);
        var client = connect(server);

        assertThat(client.post("/", LARGE).status()).isEqualTo(503);
        assertThat(client.post("/", SMALL).body()).isEqualTo("60000");
    }

    @Test
    void small_bodies_count_too_when_there_are_many() throws IOException {
        exhaust(SMALL, HEAD + "Content-Length: 100000\r\n\r\n" + SMALL);

        assertThat(status("x".repeat(8_000))).isEqualTo(200);
    }

    @Test
    void values_count_as_much_as_they_take() throws IOException {
        var values = "[" + "{},".repeat(20_000) + "{}]";

        assertThat(connect(server).post("/json", "[\"" + LARGE + "\"]").body()).isEqualTo("JsonArray");
        assertThat(connect(server).post("/json", values).status()).isEqualTo(413);
        assertThat(status(LARGE)).isEqualTo(200);
    }

    @Test
    void what_is_kept_beyond_the_request_counts_until_it_is_not_needed() throws Exception {
        assertThat(connect(server).post("/keep", LARGE).status()).isEqualTo(200);
        assertThat(status(LARGE)).isEqualTo(503);

        kept.take().run();

        assertThat(status(LARGE)).isEqualTo(200);
    }

    @Test
    void chunks_of_any_length_are_one_body() throws IOException {
        var sizes = List.of(1, 8192, 8193, 100_000, 16_384);
        var request = new StringBuilder(HEAD + "Transfer-Encoding: chunked\r\n\r\n");
        for (var size : sizes) {
            request.append(Integer.toHexString(size)).append("\r\n");
            request.append("x".repeat(size)).append("\r\n");
        }
        var client = connect(server);

        assertThat(client.ask(request + "0\r\n\r\n").body()).isEqualTo("132770");
        assertThat(client.post("/", "x").body()).isEqualTo("1");
    }

    @Test
    void a_body_does_not_live_on_bytes_that_trickle_in() throws IOException {
        var impatient = start(options().withUploadTimeout(Duration.ofMillis(100)));
        var client = connect(impatient);
        client.send(HEAD + "Content-Length: 1000000\r\n\r\n");

        assertThatThrownBy(() -> trickle(client)).isInstanceOf(IOException.class);
    }

    /** Sends on and on, for as long as the server lets it, or much longer than it should. */
    private static void trickle(RawClient client) throws IOException {
        var start = System.nanoTime();
        while (System.nanoTime() - start < Duration.ofSeconds(20).toNanos()) {
            client.send("x");
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }
}

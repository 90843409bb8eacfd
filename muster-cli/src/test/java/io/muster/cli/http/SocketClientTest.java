package io.muster.cli.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.muster.testkit.Eventually;
import io.muster.testkit.ManualTime;
import io.muster.wire.http.Headers;
import io.muster.wire.outbound.OutboundException;
import io.muster.wire.outbound.OutboundRequest;
import io.muster.wire.time.Deadline;
import io.muster.wire.time.SystemScheduler;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SocketClientTest {
    /** Ends the connection without waiting for a request. */
    private static final String HANG_UP = "hang up";

    /** Lets a request wait for its answer. */
    private static final String SILENCE = "silence";

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final SystemScheduler scheduler = new SystemScheduler();
    private final SocketClient client = new SocketClient(scheduler, InstantSource.system());
    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
        scheduler.close();
    }

    /** Answers one request on a connection; an empty answer hangs up, a missing one says nothing. */
    private void serve(String... answers) {
        Thread.ofVirtual().start(() -> {
            try (var connection = server.accept()) {
                for (var answer : answers) {
                    if (answer.equals(HANG_UP)) {
                        connection.close();
                        requests.add("ended");
                        return;
                    }
                    requests.add(request(connection));
                    if (answer.equals(SILENCE)) {
                        break;
                    }
                    connection.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
                    connection.getOutputStream().flush();
                    if (answer.isEmpty()) {
                        return;
                    }
                }
                new CountDownLatch(1).await();
            } catch (IOException | InterruptedException ended) {
                requests.add("ended");
            }
        });
    }

    private static String request(Socket connection) throws IOException {
        var in = new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
        var head = new StringBuilder();
        var length = 0;
        for (var line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            head.append(line).append('\n');
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        in.skip(length);
        return head.toString();
    }

    @Test
    void sends_what_it_is_given_and_nothing_of_its_own_identity() throws InterruptedException {
        serve(OK);

        try (var response = client.send(post())) {
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.bytes()).asString(StandardCharsets.UTF_8).isEqualTo("ok");
        }
        assertThat(Eventually.next("a request", requests))
                .startsWith("POST /mcp HTTP/1.1")
                .contains("User-Agent: muster", "X-Mine: 1");
    }

    @Test
    void a_post_whose_connection_breaks_is_not_sent_again() throws InterruptedException {
        serve(OK, "");
        try (var first = client.send(post())) {
            assertThat(first.bytes()).hasSize(2);
        }
        serve(OK);

        var failure = catchThrowableOfType(OutboundException.class, () -> client.send(post()));

        assertThat(failure.kind()).isEqualTo(OutboundException.Kind.BROKEN);
        assertThat(requests).hasSize(2);
    }

    @Test
    void a_challenge_arrives_with_its_header() throws InterruptedException {
        serve("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Bearer scope=\"a\"\r\nContent-Length: 2\r\n\r\nno");

        try (var response = client.send(post())) {
            assertThat(response.status()).isEqualTo(401);
            assertThat(response.headers().first("WWW-Authenticate")).contains("Bearer scope=\"a\"");
        }
    }

    @Test
    void a_server_that_says_nothing_is_given_up_at_the_deadline() throws Exception {
        serve(SILENCE);
        var time = new ManualTime();
        try (var patient = new SocketClient(time, time)) {
            var limit = Deadline.after(Duration.ofSeconds(1), time);
            var sent = new FutureTask<>(
                    () -> catchThrowableOfType(OutboundException.class, () -> patient.send(post(limit))));
            Thread.ofVirtual().start(sent);
            Eventually.next("a request", requests);

            time.advance(Duration.ofSeconds(1));

            assertThat(Eventually.result("the end of it", sent).kind()).isEqualTo(OutboundException.Kind.TIMEOUT);
        }
    }

    @Test
    void closing_an_answer_ends_the_read_of_another_thread() throws InterruptedException {
        serve("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n");
        var response = client.send(post());
        var begun = new CountDownLatch(1);
        var ended = new LinkedBlockingQueue<String>();
        Thread.ofVirtual().start(() -> {
            try {
                response.body().readNBytes(2);
                begun.countDown();
                ended.add("end " + response.body().read());
            } catch (IOException e) {
                ended.add("broken, interrupted: " + Thread.currentThread().isInterrupted());
            }
        });
        Eventually.open("the request begins", begun);

        response.close();

        assertThat(ended.poll(20, TimeUnit.SECONDS)).isEqualTo("broken, interrupted: false");
    }

    @Test
    void nobody_listening_is_a_failure_to_connect() throws IOException {
        server.close();

        var failure = catchThrowableOfType(OutboundException.class, () -> client.send(post()));

        assertThat(failure.kind()).isEqualTo(OutboundException.Kind.CONNECT);
        assertThat(failure).hasMessageEndingWith("connection refused");
    }

    @Test
    void an_interrupt_frees_a_platform_thread_that_waits_for_the_answer() throws InterruptedException {
        serve(SILENCE);
        var ended = new LinkedBlockingQueue<String>();
        var caller = Thread.ofPlatform().daemon().unstarted(() -> {
            try {
                ended.add("answered " + client.send(post()));
            } catch (InterruptedException e) {
                ended.add("interrupted");
            } catch (OutboundException e) {
                ended.add(e.kind().toString());
            }
        });

        caller.start();
        Eventually.next("a request", requests);
        caller.interrupt();

        assertThat(ended.poll(20, TimeUnit.SECONDS)).isEqualTo("interrupted");
    }

    @Test
    void a_connection_serves_one_request_after_the_other() throws InterruptedException {
        serve(OK, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nok\r\n0\r\nTrailer: t\r\n\r\n", OK);

        for (int i = 0; i < 3; i++) {
            try (var response = client.send(post())) {
                assertThat(response.bytes()).asString(StandardCharsets.UTF_8).isEqualTo("ok");
            }
        }

        assertThat(requests).hasSize(3).doesNotContain("ended");
    }

    @Test
    void a_connection_that_the_server_has_closed_meanwhile_is_not_used_again() throws InterruptedException {
        serve("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", HANG_UP);
        try (var first = client.send(post())) {
            assertThat(first.bytes()).hasSize(2);
        }
        Eventually.next("the first request", requests);
        Eventually.next("the end of the connection", requests);
        serve(OK);

        try (var second = client.send(post())) {
            assertThat(second.bytes()).hasSize(2);
        }
    }

    @Test
    void an_answer_may_end_with_its_connection_and_come_after_interim_ones() throws InterruptedException {
        serve("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.0 200 OK\r\n\r\nall of it", HANG_UP);

        try (var response = client.send(post())) {
            assertThat(response.bytes()).asString(StandardCharsets.UTF_8).isEqualTo("all of it");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.6\r\n\r\n",
                "HTTP/2 200 OK\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
                "HTTP/1.1 200 OK\r\n folded: x\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
            })
    void what_is_not_an_answer_of_http_breaks_the_exchange(String answer) {
        serve(answer, HANG_UP);

        var failure = catchThrowableOfType(OutboundException.class, () -> client.send(post()));

        assertThat(failure.kind()).isEqualTo(OutboundException.Kind.BROKEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 9\r\n\r\nok",
                "Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n",
                "Transfer-Encoding: chunked\r\n\r\n2\r\nokay\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nok",
                "Transfer-Encoding: chunked\r\n\r\n-1\r\nok",
            })
    void a_body_that_ends_early_or_is_malformed_is_no_body(String rest) throws InterruptedException {
        serve("HTTP/1.1 200 OK\r\n" + rest, HANG_UP);

        try (var response = client.send(post())) {
            var failure = catchThrowableOfType(OutboundException.class, response::bytes);

            assertThat(failure.kind()).isEqualTo(OutboundException.Kind.BROKEN);
        }
    }

    @Test
    void a_head_without_end_is_given_up() {
        serve("HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(300));
        serve("HTTP/1.1 200 OK\r\nX: " + "y".repeat(20_000));

        for (int i = 0; i < 2; i++) {
            assertThat(catchThrowableOfType(OutboundException.class, () -> client.send(post()))
                            .kind())
                    .isEqualTo(OutboundException.Kind.BROKEN);
        }
    }

    @Test
    void a_field_that_would_begin_another_line_is_not_sent_and_not_shown() {
        var forged = Headers.of("Authorization", "secret\r\nX-Admin: 1");

        assertThatThrownBy(() -> client.send(post("/mcp", forged, Deadline.NONE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Authorization")
                .hasMessageNotContaining("secret");
    }

    @Test
    void what_authorizes_a_request_is_never_logged() throws InterruptedException {
        var logged = new LinkedBlockingQueue<String>();
        var root = Logger.getLogger("");
        var level = root.getLevel();
        var handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                logged.add(line.getMessage() + Arrays.toString(line.getParameters()));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        root.addHandler(handler);
        root.setLevel(Level.ALL);
        try {
            serve(OK);
            try (var response =
                    client.send(post("/mcp", Headers.of("Authorization", "Bearer s3cret"), Deadline.NONE))) {
                response.bytes();
            }
        } finally {
            root.setLevel(level);
            root.removeHandler(handler);
        }

        assertThat(Eventually.next("a request", requests)).contains("Authorization: Bearer s3cret");
        assertThat(logged).noneMatch(line -> line.contains("s3cret"));
    }

    private OutboundRequest post() {
        return post(Deadline.NONE);
    }

    private OutboundRequest post(Deadline deadline) {
        return post("/mcp", Headers.of("X-Mine", "1"), deadline);
    }

    private OutboundRequest post(String path, Headers headers, Deadline deadline) {
        var uri = URI.create("http://127.0.0.1:" + server.getLocalPort() + path);
        return new OutboundRequest("POST", uri, headers, "{}".getBytes(StandardCharsets.UTF_8), deadline);
    }
}

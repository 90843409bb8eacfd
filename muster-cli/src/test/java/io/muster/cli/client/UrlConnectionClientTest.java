package io.muster.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.muster.testkit.Eventually;
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
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UrlConnectionClientTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final SystemScheduler scheduler = new SystemScheduler();
    private final UrlConnectionClient client = new UrlConnectionClient(scheduler, InstantSource.system());
    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        scheduler.close();
    }

    /** Answers one request on a connection; an empty answer hangs up, a missing one says nothing. */
    private void serve(String... answers) {
        Thread.ofVirtual().start(() -> {
            try (var connection = server.accept()) {
                for (var answer : answers) {
                    requests.add(request(connection));
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
    void a_server_that_says_nothing_is_given_up_at_the_deadline() {
        serve();

        var failure = catchThrowableOfType(
                OutboundException.class,
                () -> client.send(post(Deadline.after(Duration.ofMillis(100), InstantSource.system()))));

        assertThat(failure.kind()).isEqualTo(OutboundException.Kind.TIMEOUT);
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

    private OutboundRequest post() {
        return post(Deadline.NONE);
    }

    private OutboundRequest post(Deadline deadline) {
        var uri = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/mcp");
        return new OutboundRequest(
                "POST", uri, Headers.of("X-Mine", "1"), "{}".getBytes(StandardCharsets.UTF_8), deadline);
    }
}

package io.muster.wire.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpHandler;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.http.engine.HttpServer;
import io.muster.wire.http.engine.HttpServerOptions;
import io.muster.wire.http.sse.ServerSentEvent;
import io.muster.wire.http.sse.SseReader;
import io.muster.wire.outbound.OutboundException.Kind;
import io.muster.wire.outbound.OutboundPolicy.AddressRule;
import io.muster.wire.time.Deadline;
import io.muster.wire.time.Scheduler;
import io.muster.wire.time.SystemScheduler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpOutboundClientTest {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final OutboundPolicy SMALL =
            new OutboundPolicy(Set.of("http", "https"), AddressRule.ANY, 0, 1000, Duration.ofSeconds(10));

    /** Filled by servers of the test as well. */
    private final List<AutoCloseable> open = new CopyOnWriteArrayList<>();

    private final SystemScheduler scheduler = new SystemScheduler();

    @AfterEach
    void close() throws Exception {
        for (var resource : open.reversed()) {
            resource.close();
        }
        scheduler.close();
    }

    private OutboundClient client(OutboundPolicy policy, ProxySettings proxies) {
        var client = new HttpOutboundClient(policy, TrustedCertificates.SYSTEM, proxies, CLOCK, scheduler);
        open.add(client);
        return client;
    }

    private OutboundClient client() {
        return client(SMALL, ProxySettings.DIRECT);
    }

    private String serve(HttpHandler handler) {
        var server = HttpServer.start(HttpServerOptions.bind("127.0.0.1", 0), handler);
        open.add(server);
        return "http://127.0.0.1:" + server.port();
    }

    /** A server that lets the test do what it wants with each connection. */
    private String accept(Conversation conversation) throws IOException {
        var listening = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        open.add(listening);
        Thread.startVirtualThread(() -> {
            while (!listening.isClosed()) {
                try {
                    var socket = listening.accept();
                    open.add(socket);
                    Thread.startVirtualThread(() -> conversation.quietly(socket));
                } catch (IOException closed) {
                    return;
                }
            }
        });
        return "http://127.0.0.1:" + listening.getLocalPort();
    }

    /** Timers that run out when the test says so. */
    private static final class Deadlines implements Scheduler {
        private final List<Runnable> tasks = new CopyOnWriteArrayList<>();

        @Override
        public Timer after(Duration delay, Runnable task) {
            tasks.add(task);
            return () -> tasks.remove(task);
        }

        @Override
        public Timer every(Duration delay, Runnable task) {
            return () -> {};
        }

        void pass() {
            tasks.forEach(Runnable::run);
        }
    }

    private interface Conversation {
        void hold(Socket socket) throws Exception;

        default void quietly(Socket socket) {
            try {
                hold(socket);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    private static void readRequest(Socket socket) throws IOException {
        var end = 0;
        while (end < 4) {
            var c = socket.getInputStream().read();
            end = c == (end % 2 == 0 ? '\r' : '\n') ? end + 1 : 0;
        }
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
    }

    private static OutboundRequest get(String uri) {
        return new OutboundRequest("GET", URI.create(uri), Headers.EMPTY, new byte[0], Deadline.NONE);
    }

    private static OutboundRequest get(String uri, Duration budget) {
        return new OutboundRequest("GET", URI.create(uri), Headers.EMPTY, new byte[0], Deadline.after(budget, CLOCK));
    }

    private static String text(OutboundClient client, OutboundRequest request) throws InterruptedException {
        try (var response = client.send(request)) {
            return new String(response.bytes(), UTF_8);
        }
    }

    private static OutboundException failure(OutboundClient client, OutboundRequest request) {
        return catchThrowableOfType(OutboundException.class, () -> text(client, request));
    }

    @Test
    void a_request_travels_whole_and_untouched() throws InterruptedException {
        var base = serve(request -> HttpResponse.text(
                        418,
                        request.method() + " " + request.path() + " "
                                + request.header("X-Extra").orElse("-") + " "
                                + new String(request.body().bytes(), UTF_8) + " "
                                + request.header("Accept-Encoding").orElse("-")
                                + request.header("Upgrade").orElse("-"))
                .with("X-Answer", "yes"));
        var request = new OutboundRequest(
                "POST", URI.create(base + "/a"), Headers.of("X-Extra", "1"), "body".getBytes(UTF_8), Deadline.NONE);

        try (var response = client().send(request)) {
            assertThat(response.status()).isEqualTo(418);
            assertThat(response.headers().first("x-answer")).contains("yes");
            assertThat(new String(response.bytes(), UTF_8)).isEqualTo("POST /a 1 body --");
        }
    }

    @Test
    void content_is_not_decoded_and_cookies_are_not_kept() throws InterruptedException {
        var base =
                serve(request -> HttpResponse.text(200, request.header("Cookie").orElse("none"))
                        .with("Content-Encoding", "gzip")
                        .with("Set-Cookie", "a=b"));
        var client = client();

        assertThat(text(client, get(base))).isEqualTo("none");
        assertThat(text(client, get(base))).isEqualTo("none");
    }

    @Test
    void a_connection_is_used_again() throws InterruptedException {
        var ports = new LinkedBlockingQueue<Integer>();
        var base = serve(request -> {
            ports.add(request.remote().getPort());
            return HttpResponse.text(200, "ok");
        });
        var client = client();

        text(client, get(base));
        text(client, get(base));

        assertThat(ports.poll()).isEqualTo(ports.poll());
    }

    @Test
    void an_open_port_is_needed() throws IOException {
        try (var silent = new Socket()) {
            // Bound, so that nobody else takes the port, but not listening.
            silent.bind(new InetSocketAddress("127.0.0.1", 0));
            var authority = "127.0.0.1:" + silent.getLocalPort();

            var failure = failure(client(), get("http://" + authority + "/secret?token=secret"));

            assertThat(failure.kind()).isEqualTo(Kind.CONNECT);
            assertThat(failure).hasMessage("cannot connect to " + authority + ": connection refused");
        }
    }

    @Test
    void a_known_name_is_needed() {
        var failure = failure(client(), get("http://no-such-host.invalid/"));

        assertThat(failure.kind()).isEqualTo(Kind.UNKNOWN_HOST);
        assertThat(failure).hasMessage("cannot connect to no-such-host.invalid:80: no such host");
    }

    @Test
    void only_allowed_schemes_and_plain_urls_are_requested() {
        for (var uri : List.of("file:///etc/passwd", "javascript:alert(1)", "gopher://a/", "http:///x", "//a/x")) {
            assertThat(failure(client(), get(uri)).kind()).as(uri).isEqualTo(Kind.FORBIDDEN);
        }
        var withPassword = failure(client(), get("http://user:secret@127.0.0.1/"));
        assertThat(withPassword.kind()).isEqualTo(Kind.FORBIDDEN);
        assertThat(withPassword.getMessage()).doesNotContain("secret");
    }

    @Test
    void a_policy_for_strangers_does_not_reach_local_servers() {
        var hits = new AtomicInteger();
        var base = serve(_ -> {
            hits.incrementAndGet();
            return HttpResponse.of(200);
        });
        var policy = new OutboundPolicy(Set.of("http"), AddressRule.PUBLIC, 3, 1000, Duration.ofSeconds(5));
        var client = client(policy, ProxySettings.DIRECT);

        for (var uri :
                List.of(base, base.replace("127.0.0.1", "localhost"), base.replace("127.0.0.1", "[::ffff:7f00:1]"))) {
            assertThat(failure(client, get(uri)).kind()).as(uri).isEqualTo(Kind.FORBIDDEN);
        }
        assertThat(hits).hasValue(0);
    }

    @Test
    void a_redirect_is_an_answer_unless_the_policy_follows_it() throws InterruptedException {
        var base = serve(request -> switch (request.path()) {
            case "/a" -> HttpResponse.of(302).with("Location", "/b");
            case "/loop" -> HttpResponse.of(302).with("Location", "/loop");
            case "/file" -> HttpResponse.of(302).with("Location", "file:///etc/passwd");
            default -> HttpResponse.text(200, "here");
        });
        var following = client(
                new OutboundPolicy(Set.of("http"), AddressRule.ANY, 2, 1000, Duration.ofSeconds(5)),
                ProxySettings.DIRECT);

        try (var response = client().send(get(base + "/a"))) {
            assertThat(response.status()).isEqualTo(302);
        }
        assertThat(text(following, get(base + "/a"))).isEqualTo("here");
        assertThat(failure(following, get(base + "/loop")).kind()).isEqualTo(Kind.FORBIDDEN);
        assertThat(failure(following, get(base + "/file")).kind()).isEqualTo(Kind.FORBIDDEN);
    }

    @Test
    void a_body_has_a_limit() throws InterruptedException {
        var base = serve(
                request -> HttpResponse.text(200, "x".repeat(request.path().length())));
        var client = client();

        assertThat(text(client, get(base + "/" + "y".repeat(999)))).hasSize(1000);
        assertThat(failure(client, get(base + "/" + "y".repeat(1000))).kind()).isEqualTo(Kind.TOO_LARGE);
    }

    @Test
    void the_deadline_ends_the_wait_for_the_header() throws IOException {
        var base = accept(HttpOutboundClientTest::readRequest);

        var failure = failure(client(), get(base + "/?token=secret", Duration.ofMillis(50)));

        assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(failure).hasMessageContaining("i/o timeout").hasMessageNotContaining("secret");
    }

    @Test
    void the_deadline_ends_a_trickling_header_and_a_trickling_whole_body() throws IOException {
        var header = accept(socket -> {
            readRequest(socket);
            say(socket, "HTTP/1.1 200 OK\r\nX: ");
        });
        var body = accept(socket -> {
            readRequest(socket);
            say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
        });

        assertThat(failure(client(), get(header, Duration.ofMillis(50))).kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(failure(client(), get(body, Duration.ofMillis(300))).kind()).isEqualTo(Kind.TIMEOUT);
    }

    @Test
    void a_stream_outlives_the_deadline() throws Exception {
        var goOn = new CountDownLatch(1);
        var base = serve(_ -> HttpResponse.later(responder -> {
            var sink = responder.events(Headers.EMPTY);
            goOn.await();
            sink.send(ServerSentEvent.of("message", "late"));
        }));

        var deadlines = new Deadlines();
        var client = new HttpOutboundClient(SMALL, TrustedCertificates.SYSTEM, ProxySettings.DIRECT, CLOCK, deadlines);
        open.add(client);

        try (var response = client.send(get(base, Duration.ofSeconds(30)))) {
            var events = new SseReader(response.body(), 1000);
            deadlines.pass();
            goOn.countDown();

            assertThat(events.next().orElseThrow().text()).isEqualTo("late");
        }
    }

    @Test
    void closing_from_another_thread_ends_a_blocked_read() throws Exception {
        var base = serve(_ -> HttpResponse.later(responder -> {
            responder.events(Headers.EMPTY);
            new CountDownLatch(1).await();
        }));
        var response = client().send(get(base));
        var first = response.body().read();
        var outcome = new LinkedBlockingQueue<Object>();
        var reader = Thread.startVirtualThread(() -> {
            try {
                response.body().skipNBytes(1000);
                outcome.add("read");
            } catch (IOException e) {
                outcome.add(e);
            }
        });

        response.close();

        assertThat(first).isEqualTo(':');
        assertThat(outcome.poll(30, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
        assertThat(reader.join(Duration.ofSeconds(30))).isTrue();
    }

    @Test
    void an_interrupt_ends_the_exchange() throws Exception {
        var arrived = new CountDownLatch(1);
        var ended = new CountDownLatch(1);
        var base = accept(socket -> {
            readRequest(socket);
            arrived.countDown();
            try {
                socket.getInputStream().readAllBytes();
            } catch (SocketException reset) {
                // An abrupt end is an end as well.
            }
            ended.countDown();
        });
        var client = client();
        var outcome = new LinkedBlockingQueue<Object>();
        var caller = Thread.ofVirtual().start(() -> {
            try {
                outcome.add(client.send(get(base)));
            } catch (InterruptedException | OutboundException e) {
                outcome.add(e);
            }
        });
        assertThat(arrived.await(30, TimeUnit.SECONDS)).isTrue();

        caller.interrupt();

        assertThat(outcome.poll(30, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        assertThat(ended.await(30, TimeUnit.SECONDS))
                .as("the connection is closed")
                .isTrue();
    }

    @Test
    void a_connection_that_breaks_after_the_request_is_not_tried_again() throws IOException {
        var requests = new AtomicInteger();
        var base = accept(socket -> {
            readRequest(socket);
            requests.incrementAndGet();
            socket.close();
        });

        var failure = failure(client(), get(base));

        assertThat(failure.kind()).isEqualTo(Kind.BROKEN);
        assertThat(failure.kind().mayHaveRun()).isTrue();
        assertThat(requests).hasValue(1);
    }

    @Test
    void an_answer_that_is_no_http_or_breaks_off_is_broken() throws IOException {
        var nonsense = accept(socket -> {
            readRequest(socket);
            say(socket, "SSH-2.0-OpenSSH\r\n".repeat(2000));
            socket.close();
        });
        var cut = accept(socket -> {
            readRequest(socket);
            say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
            socket.close();
        });

        assertThat(failure(client(), get(nonsense)).kind()).isEqualTo(Kind.BROKEN);
        assertThat(failure(client(), get(cut)).kind()).isEqualTo(Kind.BROKEN);
    }

    @Test
    void a_pooled_connection_that_died_while_idle_is_replaced() throws Exception {
        var connections = new AtomicInteger();
        var closed = new CountDownLatch(1);
        var base = accept(socket -> {
            var number = connections.incrementAndGet();
            readRequest(socket);
            say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + number);
            if (number == 1) {
                socket.close();
                closed.countDown();
            }
        });
        var client = client();

        assertThat(text(client, get(base))).isEqualTo("1");
        assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
        var idle = new CountDownLatch(1);
        scheduler.after(Duration.ofMillis(700), idle::countDown);
        assertThat(idle.await(30, TimeUnit.SECONDS)).isTrue();

        assertThat(text(client, get(base))).isEqualTo("2");
    }

    @Test
    void streams_do_not_starve_calls() throws Exception {
        var base = serve(request -> request.path().equals("/stream")
                ? HttpResponse.later(responder -> {
                    responder.events(Headers.EMPTY);
                    new CountDownLatch(1).await();
                })
                : HttpResponse.text(200, "called"));
        var client = client();
        for (var i = 0; i < 200; i++) {
            open.add(client.send(get(base + "/stream")));
        }

        assertThat(text(client, get(base + "/call", Duration.ofSeconds(30)))).isEqualTo("called");
    }

    @Test
    void requests_go_through_the_proxy_that_the_environment_names() throws Exception {
        var seen = new LinkedBlockingQueue<String>();
        var proxy = accept(socket -> {
            var line = new StringBuilder();
            for (var c = socket.getInputStream().read();
                    c != '\r';
                    c = socket.getInputStream().read()) {
                line.append((char) c);
            }
            seen.add(line.toString());
            say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        });
        var client = client(SMALL, ProxySettings.of(Map.of("http_proxy", proxy)));

        assertThat(text(client, get("http://backend.invalid/path"))).isEqualTo("ok");
        assertThat(seen.poll()).isEqualTo("GET http://backend.invalid/path HTTP/1.1");
    }

    @Test
    void a_proxy_that_refuses_the_tunnel_means_no_connection() throws Exception {
        var proxy = accept(socket -> {
            readRequest(socket);
            say(socket, "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            socket.close();
        });
        var client = client(SMALL, ProxySettings.of(Map.of("https_proxy", proxy)));

        var failure = failure(client, get("https://backend.invalid/"));

        assertThat(failure.kind()).isEqualTo(Kind.CONNECT);
        assertThat(failure).hasMessageContaining("the proxy answers 403");
    }

    @Test
    void a_proxy_does_not_lead_strangers_around_the_address_rule() throws Exception {
        var proxy = accept(socket -> say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
        var policy = new OutboundPolicy(Set.of("http"), AddressRule.PUBLIC, 0, 1000, Duration.ofSeconds(5));
        var client = client(policy, ProxySettings.of(Map.of("http_proxy", proxy)));

        assertThat(failure(client, get("http://169.254.169.254/latest/meta-data"))
                        .kind())
                .isEqualTo(Kind.FORBIDDEN);
        assertThat(failure(client, get("http://10.0.0.1/")).kind()).isEqualTo(Kind.FORBIDDEN);
    }

    @Test
    void a_closed_client_sends_nothing() {
        var base = serve(_ -> HttpResponse.of(200));
        var client = client();
        client.close();

        assertThatThrownBy(() -> client.send(get(base))).isInstanceOf(OutboundException.class);
    }
}

package io.muster.wire.http.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.wire.http.Headers;
import io.muster.wire.http.HostFilter;
import io.muster.wire.http.HttpHandler;
import io.muster.wire.http.HttpRejection;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpServerTest {
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Duration LONG = Duration.ofMinutes(1);

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (var resource : open.reversed()) {
            resource.close();
        }
    }

    private HttpServer serve(HttpServerOptions options, HttpHandler handler) {
        var server = HttpServer.start(options, handler);
        open.add(server);
        return server;
    }

    private HttpServer serve(HttpHandler handler) {
        return serve(HttpServerOptions.bind("127.0.0.1", 0), handler);
    }

    private RawClient connect(HttpServer server) throws IOException {
        var client = new RawClient(server);
        open.add(client);
        return client;
    }

    private static HttpResponse echo(HttpRequest request) {
        return HttpResponse.text(
                200,
                request.method() + " " + request.path() + " "
                        + new String(request.body().bytes(), UTF_8));
    }

    @Test
    void a_connection_serves_many_requests() throws IOException {
        var client = connect(serve(HttpServerTest::echo));

        assertThat(client.post("/a", "one").body()).isEqualTo("POST /a one");
        assertThat(client.get("/b").body()).isEqualTo("GET /b ");
        assertThat(client.ask("POST /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\ntwo\r\n0\r\n\r\n")
                        .body())
                .isEqualTo("POST /c two");
    }

    @Test
    void requests_that_are_sent_ahead_are_answered_in_order() throws IOException {
        var client = connect(serve(HttpServerTest::echo));

        client.send("GET /1 HTTP/1.1\r\nHost: x\r\n\r\nPOST /2 HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nx"
                + "GET /3 HTTP/1.1\r\nHost: x\r\n\r\n");

        assertThat(client.read().body()).isEqualTo("GET /1 ");
        assertThat(client.read().body()).isEqualTo("POST /2 x");
        assertThat(client.read().body()).isEqualTo("GET /3 ");
    }

    @Test
    void head_has_the_header_of_get_and_no_body() throws IOException {
        var client = connect(serve(_ -> HttpResponse.text(200, "hello")));

        client.send("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n");

        assertThat(client.readHead().headers()).containsEntry("content-length", "5");
        assertThat(client.get("/").body()).isEqualTo("hello");
    }

    @Test
    void a_request_to_close_is_obeyed() throws IOException {
        var client = connect(serve(HttpServerTest::echo));

        var answer = client.ask("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertThat(answer.headers()).containsEntry("connection", "close");
        assertThat(client.isClosedByServer()).isTrue();
    }

    @Test
    void headers_with_several_values_travel_both_ways() throws IOException {
        var client = connect(serve(request -> new HttpResponse(
                200,
                Headers.of(List.of(new Headers.Field("Set-Cookie", "a=1"), new Headers.Field("Set-Cookie", "b=2"))),
                HttpResponse.text(200, String.join("|", request.headers().all("x-many")))
                        .body())));

        client.send("GET / HTTP/1.1\r\nHost: x\r\nX-Many: 1\r\nX-Many: 2\r\n\r\n");

        var lines = new ArrayList<String>();
        for (var line = client.readLine(); !line.isEmpty(); line = client.readLine()) {
            lines.add(line);
        }
        assertThat(lines).contains("Set-Cookie: a=1", "Set-Cookie: b=2");
        assertThat(client.readText(3)).isEqualTo("1|2");
    }

    @Test
    void a_body_beyond_the_limit_is_refused_and_the_connection_goes_on() throws IOException {
        var client = connect(serve(HttpServerOptions.bind("127.0.0.1", 0).withMaxBodyBytes(10), HttpServerTest::echo));

        assertThat(client.post("/", "0123456789").status()).isEqualTo(200);
        assertThat(client.post("/", "0123456789a").status()).isEqualTo(413);
        assertThat(client.post("/", "again").body()).isEqualTo("POST / again");
    }

    @Test
    void chunks_beyond_the_limit_are_refused() throws IOException {
        var server = serve(HttpServerOptions.bind("127.0.0.1", 0).withMaxBodyBytes(10), HttpServerTest::echo);
        var start = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
        var client = connect(server);

        assertThat(client.ask(start + "6\r\n012345\r\n6\r\n012345\r\n0\r\n\r\n").status())
                .isEqualTo(413);
        assertThat(client.post("/", "again").status()).isEqualTo(200);
        assertThat(connect(server).ask(start + "7fffffff\r\n012345").status()).isEqualTo(413);
    }

    @Test
    void a_huge_body_is_refused_before_it_is_sent() throws IOException {
        var client = connect(serve(HttpServerOptions.bind("127.0.0.1", 0).withMaxBodyBytes(10), HttpServerTest::echo));

        var answer = client.ask("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n");

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.headers()).containsEntry("content-type", "text/plain; charset=utf-8");
        assertThat(client.isClosedByServer()).isTrue();
    }

    @Test
    void a_client_that_expects_leave_to_send_gets_it_or_the_refusal() throws IOException {
        var server = serve(HttpServerOptions.bind("127.0.0.1", 0).withMaxBodyBytes(10), HttpServerTest::echo);
        var client = connect(server);
        var head = "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: ";

        assertThat(client.ask(head + "2\r\n\r\n").status()).isEqualTo(100);
        assertThat(client.ask("ok").body()).isEqualTo("POST / ok");
        assertThat(client.ask(head + "11\r\n\r\n").status()).isEqualTo(413);
        assertThat(client.isClosedByServer()).isTrue();
    }

    @Test
    void a_body_that_nobody_reads_does_not_disturb_the_next_request() throws IOException {
        var client = connect(serve(request -> HttpResponse.text(401, request.path())));

        assertThat(client.post("/first", "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n")
                        .body())
                .isEqualTo("/first");
        assertThat(client.get("/second").body()).isEqualTo("/second");
    }

    @Test
    void a_rejection_is_answered_as_text() throws IOException {
        var client = connect(serve(_ -> {
            throw new HttpRejection(409, "not now");
        }));

        var answer = client.get("/");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.body()).isEqualTo("not now");
    }

    @Test
    void a_fault_is_answered_without_details() throws IOException {
        var client = connect(serve(_ -> {
            throw new IllegalStateException("secret detail");
        }));

        var answer = client.get("/");

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).isEqualTo("Internal Server Error");
    }

    @Test
    void a_header_that_would_split_the_answer_is_a_fault() throws IOException {
        var client = connect(serve(_ -> HttpResponse.of(200).with("X-Bad", "a\r\nX-Injected: b")));

        var answer = client.get("/");

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.headers()).doesNotContainKey("x-injected");
    }

    @ParameterizedTest
    @CsvSource({
        "/a%20b, /a b",
        "/%C3%A4, /ä",
        "/a;x=1/b, /a;x=1/b",
        "/%7Euser, /~user",
        "/...., /....",
        "/%2541, /%41",
    })
    void the_path_is_decoded_once(String raw, String decoded) throws IOException {
        var client = connect(serve(request -> HttpResponse.text(200, request.path())));

        assertThat(new String(client.get(raw).body().getBytes(java.nio.charset.StandardCharsets.ISO_8859_1), UTF_8))
                .isEqualTo(decoded);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../etc",
                "/a/..",
                "/./a",
                "/%2e%2e/etc",
                "/a/.%2E/b",
                "/a%2Fb",
                "/a%2fb",
                "/a%5Cb",
                "/a%00",
                "/%0d%0aX",
                "/%",
                "/%4",
                "/%zz",
                "/%FF",
                "http://other.example/mcp",
                "*",
                "mcp"
            })
    void an_ambiguous_path_is_refused(String raw) throws IOException {
        var client = connect(serve(request -> HttpResponse.text(200, request.path())));

        assertThat(client.get(raw).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET / HTTP/1.0\\r\\n\\r\\n | 505",
                "NONSENSE\\r\\n\\r\\n | 400",
                "GET / HTTP/1.1\\r\\nHost: x\\r\\nExpect: miracles\\r\\n\\r\\n | 417",
                "GET / HTTP/1.1\\r\\nHost: x\\r\\nHost: y\\r\\n\\r\\n | 400",
                "POST / HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: ten\\r\\n\\r\\n | 400",
                "POST / HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 1\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n | 400",
                "POST / HTTP/1.1\\r\\nHost: x\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nzz\\r\\n | 400"
            })
    void a_bad_request_is_told_no_details(String request, int status) throws IOException {
        var client = connect(serve(HttpServerTest::echo));

        var answer = client.ask(request.replace("\\r\\n", "\r\n"));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body()).doesNotContain("Exception", "io.helidon", "\tat ");
    }

    @Test
    void a_header_beyond_the_limit_is_refused() throws IOException {
        var client = connect(serve(HttpServerTest::echo));

        var answer = client.ask("GET / HTTP/1.1\r\nHost: x\r\nX: " + "y".repeat(70_000) + "\r\n\r\n");

        assertThat(answer.status()).isIn(400, 431);
    }

    @Test
    void a_header_that_arrives_too_slowly_cuts_the_connection() throws IOException {
        var options = HttpServerOptions.bind("127.0.0.1", 0).withTimeouts(SHORT, LONG, LONG, LONG);
        var client = connect(serve(options, HttpServerTest::echo));

        client.send("GET / HTTP/1.1\r\nHost:");

        assertThat(client.isClosedByServer()).isTrue();
    }

    @Test
    void a_body_that_stalls_cuts_the_connection() throws IOException {
        var options = HttpServerOptions.bind("127.0.0.1", 0).withTimeouts(LONG, SHORT, LONG, LONG);
        var client = connect(serve(options, HttpServerTest::echo));

        client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");

        assertThat(client.isClosedByServer()).isTrue();
    }

    @Test
    void a_connection_that_stays_silent_is_closed() throws IOException {
        var options = HttpServerOptions.bind("127.0.0.1", 0).withTimeouts(LONG, LONG, LONG, SHORT);
        var client = connect(serve(options, HttpServerTest::echo));

        assertThat(client.isClosedByServer()).isTrue();
    }

    @Test
    void localhost_means_both_loopback_addresses_with_one_port() throws IOException {
        var server = serve(
                HttpServerOptions.bind("localhost", 0),
                request -> HttpResponse.text(
                        200,
                        request.local().getAddress().isLoopbackAddress() + " "
                                + request.local().getPort()));

        assertThat(server.addresses()).isNotEmpty();
        assertThat(server.addresses().getFirst().getAddress().getHostAddress()).isEqualTo("127.0.0.1");
        for (var address : server.addresses()) {
            var client = new RawClient(address);
            open.add(client);
            assertThat(client.get("/").body()).isEqualTo("true " + server.port());
        }
    }

    @Test
    void a_taken_port_is_named() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            var options = HttpServerOptions.bind("localhost", taken.getLocalPort());

            assertThatThrownBy(() -> HttpServer.start(options, HttpServerTest::echo))
                    .isInstanceOf(HttpServer.BindFailed.class)
                    .hasMessageContaining("cannot listen on 127.0.0.1:" + taken.getLocalPort() + ": ")
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void an_unknown_host_is_named() {
        assertThatThrownBy(
                        () -> HttpServer.start(HttpServerOptions.bind("no-such-host.invalid", 1), HttpServerTest::echo))
                .isInstanceOf(HttpServer.BindFailed.class)
                .hasMessage("cannot listen on no-such-host.invalid:1: no such host");
    }

    @Test
    void a_spoofed_host_is_refused() throws IOException {
        var client = connect(serve(new HostFilter(Set.of()).before(HttpServerTest::echo)));

        assertThat(client.get("/mcp").status()).isEqualTo(200);
        var answer = client.ask("GET /mcp HTTP/1.1\r\nHost: evil.example\r\n\r\n");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).isEqualTo("Forbidden: invalid Host header \"evil.example\"");
    }

    @Test
    void a_thousand_clients_that_connect_and_vanish_leave_the_server_working() throws IOException {
        var server = serve(HttpServerTest::echo);

        for (var i = 0; i < 1000; i++) {
            try (var client = new RawClient(server)) {
                switch (i % 3) {
                    case 0 -> {}
                    case 1 -> client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");
                    default -> {
                        client.resetOnClose();
                        client.send("GET / HTTP/1.1\r\nHost");
                    }
                }
            }
        }

        assertThat(connect(server).post("/", "still here").body()).isEqualTo("POST / still here");
    }
}

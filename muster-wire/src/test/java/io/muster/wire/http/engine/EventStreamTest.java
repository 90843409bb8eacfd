package io.muster.wire.http.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.wire.http.Body;
import io.muster.wire.http.EventSink;
import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpRejection;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.http.sse.ServerSentEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventStreamTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (var resource : open.reversed()) {
            resource.close();
        }
    }

    private HttpServer serve(Body.Later body) {
        var server = HttpServer.start(HttpServerOptions.bind("127.0.0.1", 0), _ -> HttpResponse.later(body));
        open.add(server);
        return server;
    }

    private RawClient connect(HttpServer server) throws IOException {
        var client = new RawClient(server);
        open.add(client);
        return client;
    }

    private static String next(RawClient client) throws IOException {
        return client.readChunk();
    }

    @Test
    void events_arrive_one_by_one_while_the_stream_is_open() throws IOException, InterruptedException {
        var texts = new LinkedBlockingQueue<String>();
        var client = connect(serve(responder -> {
            var sink = responder.events(Headers.of("X-Extra", "1"));
            for (var text = texts.take(); !text.equals("end"); text = texts.take()) {
                sink.send(ServerSentEvent.of("message", text));
            }
            sink.comment("bye");
        }));

        client.send(GET);
        var head = client.readHead();
        var opening = next(client);
        texts.put("one");
        var one = next(client);
        texts.put("two");
        var two = next(client);
        texts.put("end");

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.headers())
                .containsEntry("content-type", "text/event-stream")
                .containsEntry("cache-control", "no-cache, no-transform")
                .containsEntry("x-accel-buffering", "no")
                .containsEntry("connection", "keep-alive")
                .containsEntry("x-extra", "1");
        assertThat(opening).isEqualTo(":\n\n");
        assertThat(one).isEqualTo("event: message\ndata: one\n\n");
        assertThat(two).isEqualTo("event: message\ndata: two\n\n");
        assertThat(next(client)).isEqualTo(": bye\n\n");
        assertThat(next(client)).as("end of the body").isEmpty();
    }

    @Test
    void the_connection_serves_requests_after_a_stream() throws IOException {
        var client = connect(serve(responder -> responder.events(Headers.EMPTY).send(ServerSentEvent.of("a", "b"))));

        assertThat(client.ask(GET).body()).isEqualTo(":\n\nevent: a\ndata: b\n\n");
        assertThat(client.ask(GET).body()).isEqualTo(":\n\nevent: a\ndata: b\n\n");
    }

    @Test
    void a_stream_on_a_connection_to_be_closed_ends_with_it() throws IOException {
        var client = connect(serve(responder -> responder.events(Headers.EMPTY).send(ServerSentEvent.of("a", "b"))));

        var answer = client.ask("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertThat(answer.body()).isEqualTo(":\n\nevent: a\ndata: b\n\n");
        assertThat(client.isClosedByServer()).isTrue();
    }

    @Test
    void a_late_answer_may_be_a_document_or_a_rejection() throws IOException {
        var document = connect(serve(responder -> responder.send(HttpResponse.json(200, new byte[] {'{', '}'}))));
        var rejection = connect(serve(_ -> {
            throw new HttpRejection(404, "Invalid session ID");
        }));
        var nothing = connect(serve(_ -> {}));

        assertThat(document.ask(GET).body()).isEqualTo("{}");
        assertThat(rejection.ask(GET).body()).isEqualTo("Invalid session ID");
        assertThat(nothing.ask(GET).status()).isEqualTo(500);
    }

    @Test
    void events_of_several_threads_do_not_mix() throws IOException {
        var client = connect(serve(responder -> {
            var sink = responder.events(Headers.EMPTY);
            var threads = new ArrayList<Thread>();
            for (var i = 0; i < 8; i++) {
                var text = Integer.toString(i).repeat(3000);
                threads.add(Thread.startVirtualThread(() -> {
                    for (var n = 0; n < 20; n++) {
                        sink.send(ServerSentEvent.of("m", text));
                    }
                }));
            }
            for (var thread : threads) {
                thread.join();
            }
        }));

        var events = client.ask(GET).body().substring(3).split("\n\n");

        assertThat(events).hasSize(160).allMatch(event -> event.matches("event: m\ndata: (.)\\1{2999}"));
    }

    @Test
    void a_client_that_vanished_is_noticed_by_the_next_events() throws IOException, InterruptedException {
        var started = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var noticed = new CountDownLatch(1);
        var server = serve(responder -> {
            var sink = responder.events(Headers.EMPTY);
            started.countDown();
            goOn.await();
            try {
                while (true) {
                    sink.comment("are you there");
                }
            } catch (EventSink.ClientGone gone) {
                noticed.countDown();
                throw gone;
            }
        });
        try (var client = new RawClient(server)) {
            client.send(GET);
            assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
            client.resetOnClose();
        }
        goOn.countDown();

        assertThat(noticed.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void closing_ends_streams_and_lets_requests_finish() throws Exception {
        var streaming = new CountDownLatch(1);
        var calling = new CountDownLatch(1);
        var finish = new CountDownLatch(1);
        var server = HttpServer.start(HttpServerOptions.bind("127.0.0.1", 0), request -> switch (request.path()) {
            case "/stream" ->
                HttpResponse.later(responder -> {
                    responder.events(Headers.EMPTY);
                    streaming.countDown();
                    new CountDownLatch(1).await();
                });
            case "/call" ->
                HttpResponse.later(responder -> {
                    calling.countDown();
                    finish.await();
                    responder.send(HttpResponse.text(200, "done"));
                });
            default -> HttpResponse.text(200, "at once");
        });
        open.add(server);
        var stream = connect(server);
        stream.send("GET /stream HTTP/1.1\r\nHost: x\r\n\r\n");
        stream.readHead();
        stream.readChunk();
        var call = connect(server);
        call.send("GET /call HTTP/1.1\r\nHost: x\r\n\r\n");
        // A connection that is accepted in the very moment of the end would stay until the grace is over.
        var idle = connect(server);
        assertThat(idle.get("/").body()).isEqualTo("at once");
        assertThat(streaming.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(calling.await(30, TimeUnit.SECONDS)).isTrue();

        var closing = Thread.startVirtualThread(() -> server.close(Duration.ofSeconds(60)));

        assertThat(stream.readChunk()).as("the stream ends properly").isEmpty();
        assertThat(idle.isClosedByServer()).isTrue();
        finish.countDown();
        assertThat(call.read().body()).isEqualTo("done");
        assertThat(closing.join(Duration.ofSeconds(30))).isTrue();
        assertThatThrownBy(() -> new RawClient(server)).isInstanceOf(IOException.class);
    }

    @Test
    void what_does_not_finish_within_the_grace_is_cut_off() throws Exception {
        var calling = new CountDownLatch(1);
        var interrupted = new CountDownLatch(1);
        var server = serve(_ -> {
            calling.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        });
        var client = connect(server);
        client.send(GET);
        assertThat(calling.await(30, TimeUnit.SECONDS)).isTrue();

        server.close(Duration.ofMillis(50));

        assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(client.ask("").status()).isEqualTo(503);
        assertThat(client.isClosedByServer()).isTrue();
    }

    @Test
    void a_thousand_streams_whose_clients_vanish_leave_the_server_working() throws Exception {
        var open = new CountDownLatch(1000);
        var ended = new CountDownLatch(1000);
        var go = new CountDownLatch(1);
        var server = serve(responder -> {
            var sink = responder.events(Headers.EMPTY);
            open.countDown();
            go.await();
            try {
                while (open.getCount() == 0) {
                    sink.comment("x");
                }
            } catch (EventSink.ClientGone gone) {
                ended.countDown();
            }
        });
        var clients = new ArrayList<RawClient>();
        for (var i = 0; i < 1000; i++) {
            var client = new RawClient(server);
            client.send(GET);
            client.resetOnClose();
            clients.add(client);
        }
        assertThat(open.await(30, TimeUnit.SECONDS)).isTrue();

        for (var client : clients) {
            client.close();
        }
        go.countDown();

        assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
    }
}

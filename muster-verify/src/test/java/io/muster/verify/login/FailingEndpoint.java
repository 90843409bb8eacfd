package io.muster.verify.login;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** The token endpoint of a Dex, at another address, where it answers 503 while it is told to. Thread-safe. */
final class FailingEndpoint implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final URI target;
    private final HttpClient http;
    private final HttpsServer server;
    private final Certificates certificates;
    private final AtomicInteger passed = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private volatile boolean failing;

    private FailingEndpoint(URI target, HttpClient http, HttpsServer server, Certificates certificates) {
        this.target = target;
        this.http = http;
        this.server = server;
        this.certificates = certificates;
    }

    /** @param directory for its certificate */
    static FailingEndpoint before(RunningDex dex, Path directory) {
        try {
            var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var certificates = Certificates.create(directory);
            server.setHttpsConfigurator(new HttpsConfigurator(certificates.serving()));
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            var endpoint = new FailingEndpoint(
                    URI.create(dex.issuer() + "/token"), Browser.client(dex.certificate()), server, certificates);
            server.createContext("/token", endpoint::answer);
            server.start();
            return endpoint;
        } catch (IOException e) {
            throw new UncheckedIOException("no endpoint", e);
        }
    }

    String url() {
        return "https://localhost:" + server.getAddress().getPort() + "/token";
    }

    /** What it is known by. */
    Path certificate() {
        return certificates.certificate();
    }

    void fails(boolean now) {
        failing = now;
    }

    /** How many requests Dex has got. */
    int passed() {
        return passed.get();
    }

    /** How many requests were answered 503. */
    int failed() {
        return failed.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            if (failing) {
                failed.incrementAndGet();
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            passed.incrementAndGet();
            pass(exchange, body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pass(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(target).timeout(LIMIT).POST(BodyPublishers.ofByteArray(body));
        for (var name : new String[] {"Authorization", "Content-Type"}) {
            var value = exchange.getRequestHeaders().getFirst(name);
            if (value != null) {
                request.header(name, value);
            }
        }
        var answer = http.send(request.build(), BodyHandlers.ofByteArray());
        answer.headers()
                .firstValue("Content-Type")
                .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
        exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
        exchange.getResponseBody().write(answer.body());
    }

    @Override
    public void close() {
        server.stop(0);
        http.close();
    }
}

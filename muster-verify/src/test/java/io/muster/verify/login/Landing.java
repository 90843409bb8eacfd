package io.muster.verify.login;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Where a client on this computer has the browser sent back to. */
final class Landing implements AutoCloseable {
    private static final String PATH = "/callback";
    private static final long PATIENCE_SECONDS = 60;

    private final HttpServer server;
    private final BlockingQueue<Map<String, String>> visits = new LinkedBlockingQueue<>();

    private Landing(HttpServer server) {
        this.server = server;
    }

    static Landing open() {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var landing = new Landing(server);
            server.createContext("/", exchange -> {
                try (exchange) {
                    if (exchange.getRequestURI().getPath().equals(PATH)) {
                        landing.visits.add(Browser.query(exchange.getRequestURI()));
                    }
                    var page = "<!doctype html><link rel=icon href=data:,><p>landed".getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
                    exchange.sendResponseHeaders(200, page.length);
                    exchange.getResponseBody().write(page);
                }
            });
            server.start();
            return landing;
        } catch (IOException e) {
            throw new UncheckedIOException("no place to land", e);
        }
    }

    String url() {
        return "http://" + authority() + PATH;
    }

    String authority() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** What the next visitor brings. */
    Map<String, String> awaitVisit() {
        try {
            var visit = visits.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (visit == null) {
                throw new AssertionError("nobody came within " + PATIENCE_SECONDS + " s");
            }
            return visit;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

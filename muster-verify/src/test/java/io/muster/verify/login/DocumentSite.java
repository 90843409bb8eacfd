package io.muster.verify.login;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/** A site that publishes the metadata document of a client. */
final class DocumentSite implements AutoCloseable {
    private static final String PATH = "/client.json";

    private final HttpsServer server;
    private final AtomicInteger visits = new AtomicInteger();

    private DocumentSite(HttpsServer server) {
        this.server = server;
    }

    /**
     * Publishes a document that says its own address.
     *
     * @param certificates of the site
     * @param document without {@code client_id}
     */
    static DocumentSite publish(Certificates certificates, JsonObject document) {
        try {
            var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(certificates.serving()));
            var site = new DocumentSite(server);
            var content = Json.bytes(document.with("client_id", site.url()));
            server.createContext(PATH, exchange -> {
                try (exchange) {
                    site.visits.incrementAndGet();
                    exchange.getResponseHeaders().set("Content-Type", "application/json");
                    exchange.sendResponseHeaders(200, content.length);
                    exchange.getResponseBody().write(content);
                }
            });
            server.start();
            return site;
        } catch (IOException e) {
            throw new UncheckedIOException("no site", e);
        }
    }

    /** Where the document is: the identifier of the client. */
    String url() {
        return "https://localhost:" + server.getAddress().getPort() + PATH;
    }

    /** How often the document was read. */
    int visits() {
        return visits.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

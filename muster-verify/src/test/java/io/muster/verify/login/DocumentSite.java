package io.muster.verify.login;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.muster.verify.program.Await;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.IntSupplier;

/** A site that publishes the metadata document of a client. */
final class DocumentSite implements AutoCloseable {
    private static final String PATH = "/client.json";
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final HttpsServer server;

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

    /**
     * Waits until Muster knows the document: on a busy machine reading it may take more time than Muster has patience.
     *
     * @param login begins one and answers the status, which is 503 until the document is known
     */
    void awaitRead(IntSupplier login) {
        Await.until("document that Muster has read", PATIENCE, () -> login.getAsInt() != 503);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

package io.muster.cli.setup.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.muster.cli.client.Endpoint;
import io.muster.cli.client.ServerConnector;
import io.muster.cli.setup.doctor.RunningServer.Backend;
import io.muster.cli.setup.doctor.RunningServer.Contact;
import io.muster.cli.setup.doctor.RunningServer.Visit;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonValue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectedServerTest {
    private HttpServer http;
    private final ServerConnector connector = new ServerConnector("muster-cli", "1");
    private int status = 200;
    private String answer = "{}";

    @BeforeEach
    void listen() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/mcp", this::serve);
        http.createContext("/servers/github/mcp", this::serve);
        http.start();
    }

    @AfterEach
    void stop() {
        http.stop(0);
        connector.close();
    }

    @Test
    void a_server_introduces_itself_and_those_behind_it() throws InterruptedException {
        answer = """
                {"mcpServers":[{"name":"github","state":"Connected"},{"name":"bad","state":"Failed","error":"exit code 1"}]}""";

        try (var server = server()) {
            assertThat(server.contact()).isInstanceOfSatisfying(Contact.Answers.class, contact -> {
                assertThat(contact.server()).isEqualTo("muster-aggregator");
                assertThat(contact.version()).isEqualTo("9");
                assertThat(contact.revision()).isEqualTo("2025-06-18");
            });
            assertThat(server.backends())
                    .contains(List.of(
                            new Backend("github", "Connected", ""), new Backend("bad", "Failed", "exit code 1")));
        }
    }

    @Test
    void the_tools_of_one_server_are_counted_over_all_pages() throws InterruptedException {
        try (var server = server()) {
            assertThat(server.visit("github"))
                    .isInstanceOfSatisfying(
                            Visit.Answered.class,
                            visit -> assertThat(visit.tools()).isEqualTo(Optional.of(3)));
            assertThat(server.visit("other")).isEqualTo(new Visit.NotOffered());
            assertThat(server.visit("../mcp")).isEqualTo(new Visit.NotOffered());
        }
    }

    @Test
    void an_answer_that_is_no_list_of_servers_tells_nothing() throws InterruptedException {
        answer = "no JSON";

        try (var server = server()) {
            server.contact();

            assertThat(server.backends()).isEmpty();
        }
    }

    @Test
    void other_answers_and_none() throws InterruptedException {
        status = 401;
        assertThat(contact()).isEqualTo(new Contact.NeedsLogin());

        status = 500;
        assertThat(contact()).isInstanceOf(Contact.Strange.class);

        var server = server();
        http.stop(0);
        assertThat(server.contact()).isEqualTo(new Contact.Silent());
    }

    private Contact contact() throws InterruptedException {
        try (var server = server()) {
            return server.contact();
        }
    }

    private ConnectedServer server() {
        return new ConnectedServer(
                Endpoint.of("http://127.0.0.1:" + http.getAddress().getPort() + "/mcp", Optional.empty()), connector);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (status != 200) {
                exchange.sendResponseHeaders(status, -1);
                return;
            }
            if (!exchange.getRequestMethod().equals("POST")) {
                exchange.sendResponseHeaders(405, -1);
                return;
            }
            var request = (JsonObject) Json.parse(exchange.getRequestBody().readAllBytes());
            if (request.get("id").isEmpty()) {
                exchange.sendResponseHeaders(202, -1);
                return;
            }
            var reply = Json.bytes(JsonObject.builder()
                    .put("jsonrpc", "2.0")
                    .put("id", request.get("id").orElseThrow())
                    .put("result", result(request))
                    .build());
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, reply.length);
            exchange.getResponseBody().write(reply);
        }
    }

    private JsonValue result(JsonObject request) {
        return switch (request.text("method", "")) {
            case "initialize" -> Json.parse("""
                    {"protocolVersion":"2025-06-18","capabilities":{"tools":{}},
                     "serverInfo":{"name":"muster-aggregator","version":"9"}}""");
            case "tools/list" ->
                request.object("params")
                                .flatMap(params -> params.text("cursor"))
                                .isEmpty()
                        ? Json.parse("{\"tools\":[{\"name\":\"a\"},{\"name\":\"b\"}],\"nextCursor\":\"c\"}")
                        : Json.parse("{\"tools\":[{\"name\":\"c\"}]}");
            default -> text(Json.text(text(answer)));
        };
    }

    private static JsonObject text(String text) {
        var item = JsonObject.builder().put("type", "text").put("text", text).build();
        return JsonObject.of("content", JsonArray.of(item));
    }
}

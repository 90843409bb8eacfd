package io.muster.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.muster.mcp.McpError;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.Message;
import io.muster.mcp.client.McpTransportException;
import io.muster.mcp.client.ServerListener;
import io.muster.testkit.ClosedPort;
import io.muster.wire.json.JsonObject;
import io.muster.wire.time.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerConnectorTest {
    private final FakeEndpoint server = new FakeEndpoint();
    private final ServerConnector connector = new ServerConnector("muster-cli", "1.2.3");
    private final BlockingQueue<Message.Notification> heard = new LinkedBlockingQueue<>();

    private final ServerListener listener = new ServerListener() {
        @Override
        public void notified(Message.Notification notification) {
            heard.add(notification);
        }

        @Override
        public McpOutcome asked(Message.Request request) {
            return new McpOutcome.Failed(McpError.methodNotFound("no"));
        }

        @Override
        public void disconnected(McpTransportException cause) {}
    };

    @AfterEach
    void stop() {
        connector.close();
        server.close();
    }

    @Test
    void introduces_itself_and_learns_who_serves() throws InterruptedException {
        try (var client = connector.connect(endpoint(server.url()), ServerConnector.ANONYMOUS, listener)) {
            assertThat(client.hello().serverInfo().text("version")).contains("9.9.9");
        }

        var info =
                server.nextMessage("initialize").object("params").orElseThrow().object("clientInfo");
        assertThat(info.orElseThrow().text("name")).contains("muster-cli");
    }

    @Test
    void takes_the_envelope_off_the_results_of_ordinary_tools() throws InterruptedException {
        server.answering("core_service_list", "{\"services\":[]}").answering("list_tools", "{\"tools\":[]}");

        try (var client = connector.connect(endpoint(server.url()), ServerConnector.ANONYMOUS, listener)) {
            var tools = new ServerTools(client);

            var wrapped = tools.call("core_service_list", JsonObject.of("a", "b"), soon());
            var direct = tools.call("list_tools", JsonObject.EMPTY, soon());
            var failed = tools.call("core_nothing", JsonObject.EMPTY, soon());

            assertThat(wrapped.json().toString())
                    .contains("{\\\"services\\\":[]}")
                    .doesNotContain("envelope");
            assertThat(direct.content()).hasSize(1);
            assertThat(failed.isError()).isTrue();
        }
        assertThat(server.nextCall()).isEqualTo(new FakeEndpoint.Call("core_service_list", JsonObject.of("a", "b")));
        assertThat(server.nextCall().tool()).isEqualTo("list_tools");
    }

    @Test
    void hears_notifications_until_it_is_closed() throws InterruptedException, IOException {
        try (var client = connector.connect(endpoint(server.url()), ServerConnector.ANONYMOUS, listener)) {
            assertThat(client.hello().offers("tools")).isTrue();
            server.push("notifications/muster/event", JsonObject.of("reason", "Created"));

            assertThat(heard.poll(20, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "401, AUTHENTICATION_REQUIRED, 'Authentication required for '",
        "500, NOT_RESPONDING, 'muster server is not responding correctly (status: 500)'",
        "404, NOT_RESPONDING, 'muster server is not responding correctly (status: 404)'",
    })
    void a_refusal_says_what_to_do(int status, ConnectionFailure.Kind kind, String message) {
        server.refusing(status);

        var failure = failure(server.url());

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure).hasMessageStartingWith(message);
    }

    @Test
    void authentication_names_the_command_that_helps() {
        server.refusing(401);

        assertThat(failure(server.url())).hasMessage("""
                Authentication required for %1$s

                To authenticate, run:
                  muster auth login --endpoint %1$s

                To check current authentication status:
                  muster auth status""".formatted(server.url()));
    }

    @Test
    void a_server_that_does_not_run_is_to_be_started() throws IOException {
        try (var closed = ClosedPort.open()) {
            var url = "http://" + closed.authority() + "/mcp";

            var failure = failure(url);

            assertThat(failure.kind()).isEqualTo(ConnectionFailure.Kind.UNREACHABLE);
            assertThat(failure)
                    .hasMessage("muster server is not running. Start it with: muster serve (endpoint " + url + ")");
        }
    }

    private ConnectionFailure failure(String url) {
        return catchThrowableOfType(
                ConnectionFailure.class, () -> connector.connect(endpoint(url), ServerConnector.ANONYMOUS, listener));
    }

    private Deadline soon() {
        return connector.within(Duration.ofSeconds(30));
    }

    private static Endpoint endpoint(String url) {
        return Endpoint.of(url, Optional.empty());
    }
}

package io.muster.gateway.direct;

import static io.muster.gateway.fake.FakeBackends.everything;
import static io.muster.gateway.fake.FakeBackends.server;
import static io.muster.gateway.fake.FakeGateway.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.gateway.backend.Inventory;
import io.muster.gateway.backend.ServiceState;
import io.muster.gateway.fake.FakeChannel;
import io.muster.gateway.fake.FakeGateway;
import io.muster.mcp.Envelope;
import io.muster.mcp.McpError;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.McpRejection;
import io.muster.mcp.McpServer;
import io.muster.mcp.McpServer.Interest;
import io.muster.mcp.Message.Notification;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.Revision;
import io.muster.oauth.Caller;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectServersTest {
    private static final Envelope ENVELOPE = Envelope.of(Revision.NEWEST_LEGACY);

    private final FakeGateway gateway = new FakeGateway();
    private final FakeChannel client = new FakeChannel();

    DirectServersTest() {
        gateway.backends.connect(server("s"), everything());
    }

    private McpServer<Caller> direct() {
        return gateway.direct.find("s").orElseThrow();
    }

    private McpOutcome handle(String method, String params) throws InterruptedException {
        return direct().handle(request(method, params), Caller.UNPROTECTED, ReplyChannel.NONE);
    }

    @Test
    void the_greeting_is_the_backends_own() throws Exception {
        assertThat(handle("server/discover", "{}"))
                .isInstanceOfSatisfying(
                        McpOutcome.Complete.class,
                        complete -> assertThat(complete.result())
                                .hasToString("{\"serverInfo\":{\"name\":\"s\"},"
                                        + "\"capabilities\":{\"resources\":{\"subscribe\":true},\"x\":{\"n\":1.0}},"
                                        + "\"instructions\":\"be kind\"}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tools/list",
                "tools/call",
                "resources/list",
                "resources/templates/list",
                "resources/read",
                "prompts/list",
                "prompts/get",
                "completion/complete",
                "logging/setLevel",
                "tasks/get",
                "vendor/x"
            })
    void every_method_is_passed_on_with_its_parameters(String method) throws Exception {
        var params = "{\"cursor\":\"c\",\"n\":1.0,\"_meta\":{\"v\":1}}";

        var _ = handle(method, params);

        var received = gateway.backends.received.element().call();
        assertThat(received.method()).isEqualTo(method);
        assertThat(received.params()).hasToString(params);
    }

    @Test
    void errors_of_the_backend_come_back_as_they_are() throws Exception {
        var error = new McpError(-31999, "odd", Optional.of(Json.parse("{\"d\":1.0}")));
        gateway.backends.connect(server("s"), everything(), (_, _) -> new McpOutcome.Failed(error));

        assertThat(handle("tools/call", "{}")).isEqualTo(new McpOutcome.Failed(error));
    }

    @Test
    void a_backend_that_cannot_be_used_is_a_protocol_error() {
        gateway.backends.become(server("s"), ServiceState.FAILED);

        assertThatThrownBy(() -> handle("tools/list", "{}"))
                .isInstanceOf(McpRejection.class)
                .hasMessage("server not connected: s (status: failed)");
    }

    @Test
    void only_known_backends_have_a_server() {
        gateway.backends.remove("s");

        assertThat(gateway.direct.find("s")).isEmpty();
        assertThat(gateway.direct.find("never")).isEmpty();
    }

    @Test
    void its_notifications_reach_the_channels_attached_to_it_and_no_others() throws Exception {
        var aggregate = new FakeChannel();
        var _ = gateway.server.subscribe(Interest.LIST_CHANGES, ENVELOPE, Caller.UNPROTECTED, aggregate);
        var subscription = direct().subscribe(Interest.LIST_CHANGES, ENVELOPE, Caller.UNPROTECTED, client);
        subscription.change(new Interest(true, Set.of("demo://a")));

        gateway.backends.notify("s", Notification.of("notifications/message", JsonObject.of("data", "hi")));
        gateway.backends.notify(
                "s", Notification.of("notifications/resources/updated", JsonObject.of("uri", "demo://a")));
        gateway.backends.notify(
                "s", Notification.of("notifications/resources/updated", JsonObject.of("uri", "demo://b")));
        gateway.direct.inventoryChanged(
                "s",
                new Inventory(
                        everything().tools(),
                        everything().resources(),
                        everything().resourceTemplates(),
                        List.of()));

        assertThat(client.methods())
                .containsExactly(
                        "notifications/message",
                        "notifications/resources/updated",
                        "notifications/prompts/list_changed");
        assertThat(aggregate.heard).isEmpty();
    }

    @Test
    void notifications_of_the_client_reach_the_backend() {
        var notification = Notification.of("notifications/roots/list_changed", JsonObject.EMPTY);

        direct().notified(notification, ENVELOPE, Caller.UNPROTECTED);

        assertThat(gateway.backends.notifications).containsExactly(notification);
    }
}

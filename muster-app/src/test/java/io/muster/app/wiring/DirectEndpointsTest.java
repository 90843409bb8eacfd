package io.muster.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.mcp.ClientChannel;
import io.muster.mcp.Envelope;
import io.muster.mcp.McpCall;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.McpServer;
import io.muster.mcp.Message;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.server.McpEndpoint;
import io.muster.mcp.server.legacy.SessionLimits;
import io.muster.oauth.Caller;
import io.muster.testkit.ManualTime;
import io.muster.wire.http.Authenticator;
import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DirectEndpointsTest {
    private final ManualTime time = new ManualTime();
    private final Map<String, McpServer<Caller>> servers = new HashMap<>(Map.of("github", new Silent()));
    private final DirectEndpoints endpoints =
            new DirectEndpoints(name -> Optional.ofNullable(servers.get(name)), this::endpoint);

    private McpEndpoint<Caller> endpoint(McpServer<Caller> server) {
        return new McpEndpoint<>(
                server,
                _ -> new Authenticator.Admitted<>(Caller.UNPROTECTED),
                SessionLimits.defaults(),
                time,
                time,
                new SplittableRandom(7));
    }

    private McpEndpoint<Caller> connected() {
        var endpoint = endpoints.find("github").orElseThrow();
        var initialize = """
                {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
                "capabilities":{},"clientInfo":{"name":"c","version":"1"}}}""";
        var answer = endpoint.handle(HttpRequest.of(
                "POST",
                "/servers/github/mcp",
                Headers.of("Content-Type", "application/json"),
                initialize.getBytes(StandardCharsets.UTF_8)));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(endpoint.openSessions()).isEqualTo(1);
        return endpoint;
    }

    @Test
    void a_server_has_one_endpoint_for_all_requests() {
        assertThat(endpoints.find("github")).containsSame(connected());
        assertThat(endpoints.find("gitlab")).isEmpty();
        assertThat(endpoints.all()).hasSize(1);
    }

    @Test
    void the_endpoint_of_a_removed_server_ends_with_its_sessions_and_is_forgotten() {
        var endpoint = connected();

        servers.remove("github");
        endpoints.removed("github");

        assertThat(endpoint.openSessions()).isZero();
        assertThat(endpoints.all()).isEmpty();
        assertThat(time.waiting()).isZero();
        assertThat(endpoints.find("github")).isEmpty();
    }

    @Test
    void a_server_that_takes_the_place_of_another_gets_an_endpoint_of_its_own() {
        var before = connected();

        servers.put("github", new Silent());
        var after = endpoints.find("github").orElseThrow();
        endpoints.removed("github");

        assertThat(after).isNotSameAs(before);
        assertThat(before.openSessions()).isZero();
        assertThat(endpoints.all()).containsExactly(after);
    }

    private static final class Silent implements McpServer<Caller> {
        @Override
        public McpOutcome handle(McpCall call, Caller principal, ReplyChannel reply) {
            return new McpOutcome.Complete(JsonObject.EMPTY);
        }

        @Override
        public void notified(Message.Notification notification, Envelope envelope, Caller principal) {}

        @Override
        public Subscription subscribe(Interest interest, Envelope envelope, Caller principal, ClientChannel channel) {
            return new Subscription() {
                @Override
                public void change(Interest changed) {}

                @Override
                public void close() {}
            };
        }
    }
}

package io.muster.verify.conformance;

import io.muster.mcp.ClientChannel;
import io.muster.mcp.Envelope;
import io.muster.mcp.McpCall;
import io.muster.mcp.McpError;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.Message;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.Revision;
import io.muster.mcp.client.ClientLimits;
import io.muster.mcp.client.McpClient;
import io.muster.mcp.client.McpTransportException;
import io.muster.mcp.client.ServerAddress;
import io.muster.mcp.client.ServerListener;
import io.muster.mcp.client.TransportConnector;
import io.muster.oauth.ClientId;
import io.muster.oauth.Secret;
import io.muster.oauth.registration.ClientSettings;
import io.muster.oauth.token.ClientCredentials;
import io.muster.wire.http.Headers;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import io.muster.wire.outbound.HttpOutboundClient;
import io.muster.wire.outbound.OutboundPolicy;
import io.muster.wire.outbound.ProxySettings;
import io.muster.wire.outbound.TrustedCertificates;
import io.muster.wire.time.Deadline;
import io.muster.wire.time.SystemScheduler;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * The program that the suite's client scenarios run: connects to the server at the URL that is its only argument, lists
 * the tools and calls each of them. Asked by the server, it answers as a user who accepts a form as it is; where a login is
 * required, as one who consents to everything.
 */
public final class ConformanceClient {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final InstantSource CLOCK = InstantSource.system();

    private static final Envelope CALLER = new Envelope(
            Revision.NEWEST_LEGACY,
            JsonObject.of("name", "conformance-client").with("version", "1.0"),
            JsonObject.of("elicitation", JsonObject.EMPTY),
            Optional.empty(),
            Optional.empty(),
            Envelope.TraceContext.NONE);

    /** Arguments for the tools that need some. */
    private static final Map<String, JsonObject> ARGUMENTS =
            Map.of("add_numbers", JsonObject.EMPTY.with("a", 2).with("b", 3));

    /** The suite knows this document, but nobody else, so that no redirect ever arrives there. */
    private static final ClientSettings SETTINGS = new ClientSettings(
            "https://conformance-test.local",
            Optional.empty(),
            "/callback",
            "/client-metadata.json",
            ClientSettings.SCOPES);

    private ConformanceClient() {}

    public static void main(String[] arguments) throws InterruptedException {
        var server = URI.create(arguments[0]);
        try (var scheduler = new SystemScheduler();
                var http = new SigningInClient(
                        new HttpOutboundClient(
                                OutboundPolicy.OPERATOR,
                                TrustedCertificates.SYSTEM,
                                ProxySettings.DIRECT,
                                CLOCK,
                                scheduler),
                        server,
                        SETTINGS,
                        registered(),
                        CLOCK);
                var client = new TransportConnector(
                                http, scheduler, CLOCK, new SecureRandom(), "1.0", ClientLimits.DEFAULT)
                        .connect(
                                new ServerAddress.StreamableHttp(server, () -> Headers.EMPTY),
                                new Deaf(),
                                Deadline.after(LIMIT, CLOCK))) {
            for (var tool : call(client, "tools/list", JsonObject.EMPTY).values("tools")) {
                var name = ((JsonObject) tool).text("name", "");
                var parameters =
                        JsonObject.of("name", name).with("arguments", ARGUMENTS.getOrDefault(name, JsonObject.EMPTY));
                System.out.println(name + ": " + call(client, "tools/call", parameters));
            }
        }
    }

    /** The client that the suite has registered, in scenarios where it has. */
    private static Optional<ClientCredentials> registered() {
        var context = Optional.ofNullable(System.getenv("MCP_CONFORMANCE_CONTEXT"))
                .map(Json::parseObject)
                .orElse(JsonObject.EMPTY);
        var secret = context.text("client_secret").map(Secret::new);
        return context.text("client_id")
                .map(ClientId::new)
                .flatMap(id -> secret.map(known -> new ClientCredentials.Basic(id, known)));
    }

    private static JsonObject call(McpClient client, String method, JsonObject parameters) throws InterruptedException {
        var outcome = client.call(new McpCall(CALLER, method, parameters), new User(), Deadline.after(LIMIT, CLOCK));
        return switch (outcome) {
            case McpOutcome.Complete(var result) -> result;
            case McpOutcome.InputRequired _, McpOutcome.Failed _ ->
                throw new IllegalStateException(method + " ended with " + outcome);
        };
    }

    /** Accepts every form with the defaults of its fields. */
    private static final class User implements ReplyChannel {
        @Override
        public void send(Message.Notification notification) {
            System.out.println(notification);
        }

        @Override
        public McpOutcome ask(String method, JsonObject parameters) {
            if (!method.equals("elicitation/create")) {
                return new McpOutcome.Failed(McpError.methodNotFound(method));
            }
            var fields = parameters
                    .object("requestedSchema")
                    .flatMap(schema -> schema.object("properties"))
                    .orElse(JsonObject.EMPTY);
            var content = JsonObject.builder();
            for (var field : fields.members()) {
                content.putIfPresent(field.name(), ((JsonObject) field.value()).get("default"));
            }
            return new McpOutcome.Complete(JsonObject.of("action", "accept").with("content", content.build()));
        }

        @Override
        public ClientChannel client() {
            return ClientChannel.NONE;
        }
    }

    /** No scenario says anything outside of a call. */
    private static final class Deaf implements ServerListener {
        @Override
        public void notified(Message.Notification notification) {
            System.out.println(notification);
        }

        @Override
        public McpOutcome asked(Message.Request request) throws InterruptedException {
            return new User().ask(request.method(), request.params());
        }

        @Override
        public void disconnected(McpTransportException cause) {
            System.out.println("disconnected: " + cause.getMessage());
        }
    }
}

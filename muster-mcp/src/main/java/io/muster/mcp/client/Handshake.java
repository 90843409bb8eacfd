package io.muster.mcp.client;

import io.muster.mcp.Envelope;
import io.muster.mcp.McpCall;
import io.muster.mcp.McpError;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.Revision;
import io.muster.mcp.ServerHello;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import java.util.Comparator;
import java.util.Optional;

/**
 * The {@code initialize} exchange of the legacy era: offers the newest revision and accepts any older one.
 *
 * @param introduction what we say of ourselves
 */
record Handshake(Introduction introduction) {
    private static final String FAILED = "failed to initialize MCP protocol: ";

    /** Makes a call on the connection that begins. */
    interface Exchange {
        McpOutcome make(McpCall call) throws InterruptedException;
    }

    ServerHello run(Exchange exchange) throws InterruptedException {
        return switch (exchange.make(initialize(Revision.NEWEST_LEGACY))) {
            case McpOutcome.Complete(var result) -> hello(result);
            case McpOutcome.Failed(var error) -> retry(exchange, error);
            case McpOutcome.InputRequired _ -> throw Faults.violation(FAILED + "unexpected question");
        };
    }

    /** Some servers refuse a revision they do not know instead of naming their own; the error then lists what they speak. */
    private ServerHello retry(Exchange exchange, McpError error) throws InterruptedException {
        var spoken = error.code() == McpError.INVALID_PARAMS ? newestSupported(error) : Optional.<Revision>empty();
        if (spoken.isPresent() && exchange.make(initialize(spoken.get())) instanceof McpOutcome.Complete(var result)) {
            return hello(result);
        }
        throw Faults.violation(FAILED + error.message());
    }

    private static Optional<Revision> newestSupported(McpError error) {
        return error.data().stream()
                .filter(JsonObject.class::isInstance)
                .flatMap(data -> ((JsonObject) data).values("supported").stream())
                .filter(JsonString.class::isInstance)
                .flatMap(date -> Revision.of(((JsonString) date).value()).stream())
                .filter(revision -> revision.era() == Revision.Era.LEGACY)
                .max(Comparator.naturalOrder());
    }

    private McpCall initialize(Revision revision) {
        var params = JsonObject.builder()
                .put("protocolVersion", revision.date())
                .put("capabilities", introduction.capabilities())
                .put("clientInfo", introduction.clientInfo())
                .build();
        return new McpCall(Envelope.of(revision), "initialize", params);
    }

    private static ServerHello hello(JsonObject result) {
        var date = result.text("protocolVersion", "");
        var revision = Revision.of(date)
                .filter(known -> known.era() == Revision.Era.LEGACY)
                .orElseThrow(() -> Faults.violation(
                        FAILED + "the server speaks revision '" + shortened(date) + "', which is not supported"));
        return new ServerHello(
                revision,
                result.object("serverInfo").orElse(JsonObject.EMPTY),
                result.object("capabilities").orElse(JsonObject.EMPTY),
                result.text("instructions"));
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}

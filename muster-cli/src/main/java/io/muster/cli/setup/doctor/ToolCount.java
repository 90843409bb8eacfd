package io.muster.cli.setup.doctor;

import io.muster.mcp.Envelope;
import io.muster.mcp.McpCall;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.client.McpClient;
import io.muster.wire.json.JsonObject;
import io.muster.wire.time.Deadline;
import java.util.Optional;

/** Counts the tools of a server. */
public final class ToolCount {
    private static final int MOST_PAGES = 100;

    private ToolCount() {}

    /**
     * How many there are; empty when the server offers none.
     *
     * @throws io.muster.mcp.client.McpTransportException when there was no answer
     */
    public static Optional<Integer> of(McpClient client, Deadline deadline) throws InterruptedException {
        if (!client.hello().offers("tools")) {
            return Optional.empty();
        }
        var count = 0;
        Optional<String> cursor = Optional.empty();
        for (int page = 0; page < MOST_PAGES && (page == 0 || cursor.isPresent()); page++) {
            var params = cursor.map(next -> JsonObject.of("cursor", next)).orElse(JsonObject.EMPTY);
            var call = new McpCall(Envelope.of(client.hello().revision()), "tools/list", params);
            if (!(client.call(call, ReplyChannel.NONE, deadline) instanceof McpOutcome.Complete(var result))) {
                return Optional.empty();
            }
            count += result.values("tools").size();
            cursor = result.text("nextCursor").filter(next -> !next.isEmpty());
        }
        return Optional.of(count);
    }
}

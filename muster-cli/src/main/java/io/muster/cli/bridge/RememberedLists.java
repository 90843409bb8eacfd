package io.muster.cli.bridge;

import io.muster.mcp.McpCall;
import io.muster.mcp.McpOutcome;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The last answers to list requests: what an IDE is told while Muster restarts, so that its tools do not vanish for that
 * moment. Lists of several pages are not kept. Thread-safe.
 */
final class RememberedLists {
    private static final Map<String, String> MEMBERS = Map.of(
            "tools/list", "tools",
            "resources/list", "resources",
            "resources/templates/list", "resourceTemplates",
            "prompts/list", "prompts");

    private final Map<String, JsonObject> lists = new ConcurrentHashMap<>();

    void remember(McpCall call, McpOutcome outcome) {
        if (MEMBERS.containsKey(call.method())
                && !call.params().has("cursor")
                && outcome instanceof McpOutcome.Complete(var result)
                && !result.has("nextCursor")) {
            lists.put(call.method(), result);
        }
    }

    /** The last answer to a list request, or a list of nothing; empty for other requests. */
    Optional<McpOutcome> answer(McpCall call) {
        return Optional.ofNullable(MEMBERS.get(call.method()))
                .map(member -> lists.getOrDefault(call.method(), JsonObject.of(member, JsonArray.of())))
                .map(McpOutcome.Complete::new);
    }

    /** For when the lists may no longer be shown. */
    void forget() {
        lists.clear();
    }
}

package io.muster.gateway.call;

import io.muster.gateway.metatool.MetaTools;
import io.muster.mcp.McpError;
import io.muster.mcp.McpRejection;
import io.muster.mcp.Tool;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** The native {@code tools/list}. A cursor is the Base64 form of the last name seen; none is ever issued. */
final class NativeLists {
    private static final JsonObject ALL = result(MetaTools.definitions());

    private NativeLists() {}

    static JsonObject tools(JsonObject params) {
        var cursor = params.text("cursor", "");
        return cursor.isEmpty() ? ALL : result(after(decoded(cursor)));
    }

    private static String decoded(String cursor) {
        try {
            return new String(Base64.getDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new McpRejection(McpError.invalidParams("cursor: " + e.getMessage()));
        }
    }

    private static List<Tool> after(String name) {
        var all = MetaTools.definitions();
        var names = all.stream().map(Tool::name).toList();
        return all.subList(names.indexOf(name) + 1, all.size());
    }

    private static JsonObject result(List<Tool> tools) {
        return JsonObject.of(
                "tools", JsonArray.of(tools.stream().map(Tool::json).toList()));
    }
}

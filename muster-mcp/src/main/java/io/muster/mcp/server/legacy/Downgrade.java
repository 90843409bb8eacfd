package io.muster.mcp.server.legacy;

import io.muster.mcp.McpError;
import io.muster.mcp.Revision;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import io.muster.wire.json.JsonValue;
import java.util.Set;

/**
 * Shapes an answer for a client of an older revision. Everything passes unchanged except what such a client cannot read:
 * closed sets (kinds of content, results without members) and error codes. Unknown members of open objects stay.
 */
final class Downgrade {
    private static final Set<String> WITHOUT_RESULT =
            Set.of("ping", "logging/setLevel", "resources/subscribe", "resources/unsubscribe");

    private Downgrade() {}

    static JsonObject result(String method, JsonObject result, Revision revision) {
        if (WITHOUT_RESULT.contains(method)) {
            return result.object("_meta")
                    .map(meta -> JsonObject.of("_meta", meta))
                    .orElse(JsonObject.EMPTY);
        }
        var plain = result.without("resultType").without("ttlMs").without("cacheScope");
        if (revision.atLeast(Revision.V2025_06_18)) {
            return plain;
        }
        return switch (method) {
            case "tools/call" -> contents(plain, revision);
            case "prompts/get" -> messages(plain, revision);
            default -> plain;
        };
    }

    /** 2026-07-28 folds "no such resource" into invalid parameters; the URI in the data tells them apart. */
    static McpError error(String method, McpError error) {
        var unknownResource = method.equals("resources/read")
                && error.code() == McpError.INVALID_PARAMS
                && error.data()
                        .filter(d -> d instanceof JsonObject data && data.has("uri"))
                        .isPresent();
        return unknownResource ? new McpError(McpError.RESOURCE_NOT_FOUND, error.message(), error.data()) : error;
    }

    private static JsonObject contents(JsonObject result, Revision revision) {
        var content = result.values("content");
        if (content.stream().allMatch(item -> readable(item, revision))) {
            return result;
        }
        return result.with(
                "content",
                JsonArray.of(content.stream().map(item -> item(item, revision)).toList()));
    }

    private static JsonObject messages(JsonObject result, Revision revision) {
        var messages = result.values("messages");
        if (messages.stream().allMatch(message -> readable(content(message), revision))) {
            return result;
        }
        return result.with(
                "messages",
                JsonArray.of(messages.stream()
                        .map(message -> message(message, revision))
                        .toList()));
    }

    private static JsonValue message(JsonValue message, Revision revision) {
        var content = content(message);
        return readable(content, revision) || !(message instanceof JsonObject object)
                ? message
                : object.with("content", item(content, revision));
    }

    private static JsonValue content(JsonValue message) {
        return message instanceof JsonObject object ? object.get("content").orElse(JsonObject.EMPTY) : JsonObject.EMPTY;
    }

    private static boolean readable(JsonValue item, Revision revision) {
        if (!(item instanceof JsonObject object)) {
            return true;
        }
        return switch (object.text("type", "")) {
            case "audio" -> revision.atLeast(Revision.V2025_03_26);
            case "resource_link" -> revision.atLeast(Revision.V2025_06_18);
            default -> true;
        };
    }

    /** A text that says what stands there, in place of an item that would make the client refuse the whole answer. */
    private static JsonValue item(JsonValue item, Revision revision) {
        if (readable(item, revision) || !(item instanceof JsonObject object)) {
            return item;
        }
        var text = object.text("type", "").equals("audio")
                ? "[audio " + object.text("mimeType", "") + ", "
                        + object.text("data", "").length() + " bytes in base64]"
                : "[resource " + object.text("name", "") + ": " + object.text("uri", "") + "]";
        return JsonObject.builder()
                .put("type", "text")
                .put("text", new JsonString(text))
                .putIfPresent("annotations", object.get("annotations"))
                .build();
    }
}

package io.muster.gateway.auth;

import io.muster.gateway.backend.ServiceState;
import io.muster.gateway.catalog.KnownServers;
import io.muster.gateway.catalog.KnownServers.Known;
import io.muster.mcp.ResourceEntry;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonFormat;
import io.muster.wire.json.JsonObject;

/** The resource {@code auth://status}: every server by name, and whether the session can use it. */
public final class AuthStatus {
    public static final String URI = "auth://status";

    private static final String MIME_TYPE = "application/json";

    private final KnownServers servers;

    public AuthStatus(KnownServers servers) {
        this.servers = servers;
    }

    /** As {@code resources/list} gives it. */
    public static ResourceEntry entry() {
        return new ResourceEntry(JsonObject.builder()
                .put("uri", URI)
                .put("name", "Authentication status of all MCP servers")
                .put("description", "Which MCP servers this session can use, and which need a login first")
                .put("mimeType", MIME_TYPE)
                .build());
    }

    /** The result of {@code resources/read}. */
    public JsonObject read() {
        var text = JsonObject.of(
                "servers",
                JsonArray.of(servers.all().stream().map(AuthStatus::server).toList()));
        return JsonObject.of(
                "contents",
                JsonArray.of(JsonObject.builder()
                        .put("uri", URI)
                        .put("mimeType", MIME_TYPE)
                        .put("text", Json.text(text, JsonFormat.COMPACT))
                        .build()));
    }

    private static JsonObject server(Known server) {
        var status = status(server);
        var json = JsonObject.builder().put("name", server.name()).put("status", status);
        if (status.equals("auth_required") && !server.isSingleSignOn()) {
            json.put("auth_tool", "core_auth_login");
        }
        if (server.forwardsToken()) {
            json.put("token_forwarding_enabled", true);
        }
        if (server.exchangesToken()) {
            json.put("token_exchange_enabled", true);
        }
        return json.build();
    }

    /** How the session stands with one server, in one word. */
    public static String status(Known server) {
        if (server.state() == ServiceState.UNREACHABLE) {
            return "unreachable";
        }
        if (server.needsLogin()) {
            return "auth_required";
        }
        return server.state().isActive() ? "connected" : "disconnected";
    }
}

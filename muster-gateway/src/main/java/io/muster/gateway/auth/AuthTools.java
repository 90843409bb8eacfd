package io.muster.gateway.auth;

import io.muster.gateway.catalog.KnownServers;
import io.muster.gateway.catalog.KnownServers.Known;
import io.muster.gateway.tool.ToolProvider;
import io.muster.gateway.tool.ToolSchema;
import io.muster.mcp.CallToolResult;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.Tool;
import io.muster.oauth.Caller;
import io.muster.wire.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * {@code core_auth_login} and {@code core_auth_logout} as far as they go without an OAuth client: no session can be
 * authenticated to a backend, so a login ends where the client would begin.
 */
public final class AuthTools implements ToolProvider {
    private static final String LOGIN = "core_auth_login";
    private static final String LOGOUT = "core_auth_logout";
    private static final List<Tool> TOOLS = List.of(
            ToolSchema.of(LOGIN, "Log in to a server that requires authentication; answers a URL to open when needed")
                    .required("server", "string", "Name of the server to log in to")
                    .build(),
            ToolSchema.of(LOGOUT, "Log out from a server")
                    .required("server", "string", "Name of the server to log out from")
                    .build());

    private final KnownServers servers;

    public AuthTools(KnownServers servers) {
        this.servers = servers;
    }

    @Override
    public List<Tool> tools(Caller caller) {
        return TOOLS;
    }

    @Override
    public CallToolResult call(String tool, JsonObject arguments, Caller caller, ReplyChannel reply) {
        var name = arguments.text("server", "");
        if (name.isEmpty()) {
            return CallToolResult.failure("Error: 'server' argument is required and must be a string");
        }
        var server = servers.find(name);
        return switch (tool) {
            case LOGIN -> login(name, server);
            case LOGOUT -> logout(name, server);
            default -> throw new ToolFailure("tool not found: " + tool);
        };
    }

    private static CallToolResult login(String name, Optional<Known> found) {
        if (found.isEmpty()) {
            return CallToolResult.failure("Server '" + name + "' not found. Use list_tools to see available servers.");
        }
        var server = found.get();
        if (!server.needsLogin()) {
            return CallToolResult.text(
                    server.state().isActive()
                            ? "Server '" + name + "' is already authenticated and connected."
                            : "Server '" + name + "' does not require authentication.");
        }
        return CallToolResult.failure("OAuth is not configured. Server '" + name
                + "' requires authentication but OAuth proxy is not enabled. Enable the OAuth client in Muster's"
                + " configuration to log in.");
    }

    private static CallToolResult logout(String name, Optional<Known> found) {
        if (found.isEmpty()) {
            return CallToolResult.failure("Server '" + name + "' not found.");
        }
        if (found.get().isSingleSignOn()) {
            return CallToolResult.failure("Server '" + name
                    + "' uses SSO and is managed automatically. core_auth_logout is not supported for SSO servers.");
        }
        return CallToolResult.text("Successfully logged out from '" + name
                + "'.\n\nTools of this server that require authentication are hidden now. Run core_auth_login with"
                + " server '" + name + "' to log in again.");
    }
}

package io.muster.gateway.auth;

import io.muster.gateway.backend.Inventory;
import io.muster.gateway.lease.FailureClass;
import io.muster.mcp.CallToolResult;
import io.muster.wire.json.JsonObject;
import java.net.URI;
import java.util.Optional;

/** What the tools answer, word for word: clients look for parts of it. */
final class LoginTexts {
    private static final String CONNECTED = "connected";

    static final CallToolResult NO_SERVER =
            CallToolResult.failure("Error: 'server' argument is required and must be a string");

    private LoginTexts() {}

    static CallToolResult tooOften(int remaining) {
        return CallToolResult.failure("Rate limit exceeded. Too many authentication attempts.\n\n"
                + "Please wait a moment before trying again.\nRemaining attempts: " + remaining);
    }

    static CallToolResult unknownAtLogin(String server) {
        return CallToolResult.failure("Server '" + server + "' not found. Use list_tools to see available servers.");
    }

    static CallToolResult unknownAtLogout(String server) {
        return CallToolResult.failure("Server '" + server + "' not found.");
    }

    static CallToolResult withoutLogin(String server, boolean connected) {
        return connected
                ? told(CONNECTED, "Server '" + server + "' is already authenticated and connected.")
                : CallToolResult.text("Server '" + server + "' does not require authentication.");
    }

    static CallToolResult authenticated(String server) {
        return told(CONNECTED, "Server '" + server + "' is already authenticated.");
    }

    static CallToolResult notConfigured(String server) {
        return CallToolResult.failure("OAuth is not configured. Server '" + server
                + "' requires authentication but OAuth proxy is not enabled. Enable OAuth proxy in the configuration to"
                + " authenticate to remote MCP servers.");
    }

    static CallToolResult singleSignOnAtLogin(String server) {
        return CallToolResult.failure("Server '" + server
                + "' uses SSO and is connected automatically. Manual login via core_auth_login is not supported for SSO"
                + " servers. Sign in to Muster again if the server stays disconnected.");
    }

    static CallToolResult singleSignOnAtLogout(String server) {
        return CallToolResult.failure("Server '" + server
                + "' uses SSO and is managed automatically. Manual logout via core_auth_logout is not supported for SSO"
                + " servers.");
    }

    static CallToolResult undiscovered(String server, boolean pinned, String detail) {
        var advice = pinned
                ? "the authorization server named in spec.auth.authorizationServer.issuer cannot be used."
                : "RFC 9728 protected resource metadata not found. On the MCPServer set spec.auth.type=oauth and"
                        + " spec.auth.authorizationServer.issuer to pin the OAuth issuer URL (and"
                        + " spec.auth.authorizationServer.scopes for the scopes to ask for). See"
                        + " docs/how-to/connecting-non-rfc9728-mcp-servers.md.";
        return CallToolResult.failure("Cannot authenticate to '" + server + "': " + advice + "\n\n" + detail);
    }

    static CallToolResult connected(String server, Inventory inventory) {
        return told(
                CONNECTED,
                "Successfully connected to '" + server + "'!\n\nAvailable capabilities:\n- Tools: "
                        + inventory.tools().size() + "\n- Resources: "
                        + inventory.resources().size() + "\n- Prompts: "
                        + inventory.prompts().size() + "\n\nYou can now use the tools from this server.");
    }

    static CallToolResult notConnected(String server, FailureClass reason) {
        return CallToolResult.failure("Failed to connect to '" + server + "': " + reason.text()
                + "\n\nPlease try again or check the server status.");
    }

    /** The link stands on a line of its own, and is the first word that looks like one. */
    static CallToolResult asked(String server, URI url, Optional<String> doubt) {
        var text = "Authentication Required\n\nServer: " + server + "\nStatus: Authentication required for " + server
                + ". Please visit the link below to authenticate.\n\nPlease sign in to connect to this server:\n\n"
                + url + "\n\nAfter signing in, run this tool again to complete the connection."
                + doubt.map(note -> "\n\nNote: " + note).orElse("");
        var structured = JsonObject.of("authUrl", url.toString()).with("status", "auth_required");
        return new CallToolResult(CallToolResult.text(text).json().with("structuredContent", structured));
    }

    /** @param status in the words of {@code auth://status} */
    private static CallToolResult told(String status, String text) {
        return new CallToolResult(
                CallToolResult.text(text).json().with("structuredContent", JsonObject.of("status", status)));
    }

    static CallToolResult impossible(String cause) {
        return CallToolResult.failure("Failed to create authentication challenge: " + cause);
    }

    static CallToolResult loggedOut(String server) {
        return CallToolResult.text("Successfully logged out from '" + server
                + "'.\n\nThe server's tools are now hidden. Use core_auth_login with server='" + server
                + "' to re-authenticate.");
    }

    static CallToolResult notLoggedOut(String server) {
        return CallToolResult.failure("Failed to log out from '" + server
                + "': the store of sessions gives no answer; try again in a moment");
    }
}

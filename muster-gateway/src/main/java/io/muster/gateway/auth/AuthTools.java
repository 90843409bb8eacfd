package io.muster.gateway.auth;

import io.muster.gateway.catalog.KnownServers;
import io.muster.gateway.catalog.KnownServers.Known;
import io.muster.gateway.lease.LeaseStatus;
import io.muster.gateway.session.SessionServers;
import io.muster.gateway.signin.LoginFlow;
import io.muster.gateway.signin.LoginOutcome;
import io.muster.gateway.signin.SignInMeters;
import io.muster.gateway.tool.ToolProvider;
import io.muster.gateway.tool.ToolSchema;
import io.muster.mcp.CallToolResult;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.Tool;
import io.muster.oauth.Caller;
import io.muster.oauth.store.StoreUnavailable;
import io.muster.wire.json.JsonObject;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * {@code core_auth_login} and {@code core_auth_logout}: the user's way to a server that wants a login of its own, and back.
 * The order of the questions is part of what clients rely on. Thread-safe.
 */
public final class AuthTools implements ToolProvider {
    private static final String LOGIN = "core_auth_login";
    private static final String LOGOUT = "core_auth_logout";
    private static final List<Tool> TOOLS = List.of(
            ToolSchema.of(LOGIN, "Authenticate to an OAuth-protected MCP server")
                    .required("server", "string", "Name of the MCP server to authenticate to")
                    .build(),
            ToolSchema.of(LOGOUT, "Log out from an OAuth-protected MCP server")
                    .required("server", "string", "Name of the MCP server to log out from")
                    .build());

    private final KnownServers servers;
    private final SessionServers sessions;
    private final Optional<LoginFlow> logins;
    private final SignInMeters meters;
    private final LoginRate rate;

    /** @param logins nothing where logins to servers are switched off */
    public AuthTools(
            KnownServers servers,
            SessionServers sessions,
            Optional<LoginFlow> logins,
            SignInMeters meters,
            InstantSource clock) {
        this.servers = servers;
        this.sessions = sessions;
        this.logins = logins;
        this.meters = meters;
        this.rate = new LoginRate(clock);
    }

    @Override
    public List<Tool> tools(Caller caller) {
        return TOOLS;
    }

    @Override
    public CallToolResult call(String tool, JsonObject arguments, Caller caller, ReplyChannel reply)
            throws InterruptedException {
        var name = arguments.text("server", "");
        if (name.isEmpty()) {
            return LoginTexts.NO_SERVER;
        }
        return switch (tool) {
            case LOGIN -> login(name, caller);
            case LOGOUT -> logout(name, caller);
            default -> throw new ToolFailure("tool not found: " + tool);
        };
    }

    private CallToolResult login(String name, Caller caller) throws InterruptedException {
        int remaining = rate.remaining(caller.subject());
        var found = servers.find(name);
        if (remaining == 0) {
            found.ifPresent(server -> meters.failed(server.name(), "rate_limited"));
            return LoginTexts.tooOften(remaining);
        }
        if (found.isEmpty()) {
            return LoginTexts.unknownAtLogin(name);
        }
        var server = found.get();
        if (!needsLogin(server, caller)) {
            return LoginTexts.withoutLogin(name, server.state().isActive());
        }
        if (isConnected(name, caller)) {
            return LoginTexts.authenticated(name);
        }
        if (logins.isEmpty()) {
            meters.failed(name, "oauth_not_configured");
            return LoginTexts.notConfigured(name);
        }
        if (server.isSingleSignOn()) {
            return LoginTexts.singleSignOnAtLogin(name);
        }
        rate.count(caller.subject());
        return answer(name, caller, logins.get().login(caller, server.spec()));
    }

    /** A server that asked for a login once is one of the session's, also while others are connected to it. */
    private boolean needsLogin(Known server, Caller caller) {
        return server.needsLogin() || sessions.view(caller, server.name()).isPresent();
    }

    private boolean isConnected(String name, Caller caller) {
        return sessions.view(caller, name)
                .filter(view -> view.status() == LeaseStatus.CONNECTED)
                .isPresent();
    }

    private CallToolResult answer(String name, Caller caller, LoginOutcome outcome) {
        return switch (outcome) {
            case LoginOutcome.Connected(var inventory) -> {
                rate.forget(caller.subject());
                yield LoginTexts.connected(name, inventory);
            }
            case LoginOutcome.NotConnected(var reason) -> LoginTexts.notConnected(name, reason);
            case LoginOutcome.Asked(var url, var doubt) -> LoginTexts.asked(name, url, doubt);
            case LoginOutcome.Undiscovered(var pinned, var detail) -> LoginTexts.undiscovered(name, pinned, detail);
            case LoginOutcome.Impossible(var cause) -> LoginTexts.impossible(cause);
        };
    }

    private CallToolResult logout(String name, Caller caller) {
        var server = servers.find(name);
        if (server.isEmpty()) {
            return LoginTexts.unknownAtLogout(name);
        }
        if (server.get().isSingleSignOn()) {
            return LoginTexts.singleSignOnAtLogout(name);
        }
        try {
            logins.ifPresent(flow -> flow.signOut(caller, server.get().spec()));
            return LoginTexts.loggedOut(name);
        } catch (StoreUnavailable e) {
            return LoginTexts.notLoggedOut(name);
        }
    }
}

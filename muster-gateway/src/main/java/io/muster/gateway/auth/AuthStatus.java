package io.muster.gateway.auth;

import io.muster.gateway.backend.CredentialPolicy;
import io.muster.gateway.backend.ServiceState;
import io.muster.gateway.catalog.KnownServers;
import io.muster.gateway.catalog.KnownServers.Known;
import io.muster.gateway.lease.FailureClass;
import io.muster.gateway.lease.LeaseStatus;
import io.muster.gateway.session.SessionServers;
import io.muster.gateway.session.SessionServers.View;
import io.muster.gateway.signin.LoginFlow;
import io.muster.mcp.ResourceEntry;
import io.muster.oauth.Caller;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonFormat;
import io.muster.wire.json.JsonObject;
import java.util.Optional;

/** The resource {@code auth://status}: every server by name, and whether the session can use it. Reading changes nothing. */
public final class AuthStatus {
    public static final String URI = "auth://status";

    private static final String MIME_TYPE = "application/json";
    private static final String AUTH_REQUIRED = "auth_required";
    /** The tool that the status names does not help where the login to Muster is a login there, too. */
    private static final String REAUTHENTICATE = "; re-authenticate to muster";

    private final KnownServers servers;
    private final SessionServers sessions;
    private final Optional<LoginFlow> logins;

    /** @param logins nothing where logins to servers are switched off */
    public AuthStatus(KnownServers servers, SessionServers sessions, Optional<LoginFlow> logins) {
        this.servers = servers;
        this.sessions = sessions;
        this.logins = logins;
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
    public JsonObject read(Caller caller) {
        var text = JsonObject.of(
                "servers",
                JsonArray.of(servers.all().stream()
                        .map(server -> server(server, caller))
                        .toList()));
        return JsonObject.of(
                "contents",
                JsonArray.of(JsonObject.builder()
                        .put("uri", URI)
                        .put("mimeType", MIME_TYPE)
                        .put("text", Json.text(text, JsonFormat.COMPACT))
                        .build()));
    }

    private JsonObject server(Known server, Caller caller) {
        var view = sessions.view(caller, server.name());
        var status = status(server, view);
        var json = JsonObject.builder().put("name", server.name()).put("status", status);
        var again = status.equals(LeaseStatus.REAUTH_REQUIRED.word());
        if (again || (status.equals(AUTH_REQUIRED) && !server.isSingleSignOn())) {
            json.put("auth_tool", "core_auth_login");
        }
        switch (server.policy()) {
            case CredentialPolicy.ForwardSubject _ -> json.put("token_forwarding_enabled", true);
            case CredentialPolicy.ExchangeSubject _ -> json.put("token_exchange_enabled", true);
            case CredentialPolicy.SignIn(var pin, var _) -> {
                if (again || status.equals(AUTH_REQUIRED)) {
                    pin.ifPresent(chosen -> chosen(chosen, json));
                }
            }
        }
        view.ifPresent(seen -> explain(seen, json));
        if (status.equals(LeaseStatus.CONNECTED.word()) && server.needsLogin() && !server.isSingleSignOn()) {
            logins.flatMap(flow -> flow.remark(caller, server.spec())).ifPresent(remark -> json.put("reason", remark));
        }
        return json.build();
    }

    /** Where the user signs in, as the operator chose it. Reading finds out about no other. */
    private static void chosen(CredentialPolicy.Pin pin, JsonObject.Builder json) {
        json.put("issuer", pin.issuer());
        if (!pin.scopes().isEmpty()) {
            json.put("scope", pin.scopes().toString());
        }
    }

    private static void explain(View view, JsonObject.Builder json) {
        var usable = view.status() == LeaseStatus.CONNECTED;
        var failed = view.status() == LeaseStatus.REAUTH_REQUIRED;
        if (failed) {
            json.put("sso_attempt_failed", true);
        }
        if (!usable) {
            view.reason()
                    .filter(reason -> reason != FailureClass.SIGNED_OUT)
                    .ifPresent(reason -> json.put("error", failed ? reason.text() + REAUTHENTICATE : reason.text())
                            .put("reason", reason.word()));
        }
        view.expiresAt().filter(_ -> usable).ifPresent(at -> json.put("expires_at", at.toString()));
    }

    /** How the caller's session stands with one server, in one word. */
    public String status(Known server, Caller caller) {
        return status(server, sessions.view(caller, server.name()));
    }

    private static String status(Known server, Optional<View> view) {
        if (server.state() == ServiceState.UNREACHABLE) {
            return "unreachable";
        }
        if (view.isPresent()
                && (server.state() == ServiceState.AUTH_REQUIRED
                        || server.state().isActive())) {
            return view.get().status() == LeaseStatus.GONE
                    ? AUTH_REQUIRED
                    : view.get().status().word();
        }
        return server.state().isActive() ? "connected" : "disconnected";
    }
}

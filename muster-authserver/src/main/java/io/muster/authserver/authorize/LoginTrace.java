package io.muster.authserver.authorize;

import io.muster.authserver.audit.Audit.About;
import io.muster.authserver.audit.AuditEvent;
import io.muster.authserver.protocol.OAuthError;
import io.muster.oauth.ClientId;
import io.muster.wire.http.HttpRequest;
import java.util.Map;
import java.util.Optional;

/** Records what happens during logins, for operators (log) and for security (audit). */
final class LoginTrace {
    private final LoginLog log;
    private final LoginServices services;

    LoginTrace(LoginLog log, LoginServices services) {
        this.log = log;
        this.services = services;
    }

    LoginLog log() {
        return log;
    }

    void audit(AuditEvent event, HttpRequest request, About about, Map<String, String> details) {
        services.audit().record(event, Optional.of(services.requesters().apply(request)), about, details);
    }

    /** A request of a client that was refused before anybody logged in. */
    void refused(HttpRequest request, String reference, Optional<ClientId> client, AuditEvent event, OAuthError error) {
        log.failure(reference, "login refused", facts(client, error));
        audit(
                event,
                request,
                new About(Optional.empty(), client),
                Map.of("login_ref", reference, "reason", error.code(), "description", error.description()));
    }

    private static Map<String, ?> facts(Optional<ClientId> client, OAuthError error) {
        return Map.of(
                "client", client.<Object>map(id -> id).orElse(""),
                "error", error.code(),
                "reason", error.description());
    }
}

package io.muster.authserver.resource;

import io.muster.authserver.audit.Audit.About;
import io.muster.authserver.audit.AuditEvent;
import io.muster.authserver.protocol.OAuthError;
import io.muster.authserver.protocol.Requester;
import io.muster.authserver.store.LoginSession;
import io.muster.authserver.store.SessionStore;
import io.muster.authserver.token.LoginSessions;
import io.muster.oauth.Caller;
import io.muster.oauth.Subject;
import io.muster.oauth.store.StoreUnavailable;
import io.muster.wire.http.Body;
import io.muster.wire.http.HttpHandler;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code DELETE /user-tokens}: the user leaves everywhere. All sessions of the user end, with their tokens here and at the
 * identity provider, what the user agreed to is withdrawn, and listeners forget what they hold for them. Who shows a token
 * of somebody else than this server ends what belongs to that token alone: another issuer may call anybody by the name of
 * our user.
 */
public final class UserTokensEndpoint implements HttpHandler {
    private static final Logger log = LoggerFactory.getLogger(UserTokensEndpoint.class);

    private final ResourceServer server;
    private final ResourceContext context;
    private final SessionStore sessions;
    private final LoginSessions ending;
    private final Consumer<Subject> consents;

    /** @param consents withdraws what a user agreed to */
    public UserTokensEndpoint(
            ResourceServer server,
            ResourceContext context,
            SessionStore sessions,
            LoginSessions ending,
            Consumer<Subject> consents) {
        this.server = server;
        this.context = context;
        this.sessions = sessions;
        this.ending = ending;
        this.consents = consents;
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        if (!request.method().equals("DELETE")) {
            return HttpResponse.text(405, "Method not allowed").with("Allow", "DELETE");
        }
        return switch (server.check(request)) {
            case ResourceServer.Checked.Answered(var response) -> response;
            case ResourceServer.Checked.Passed(var identity) -> deleted(identity.caller(), request);
        };
    }

    private HttpResponse deleted(Caller caller, HttpRequest request) {
        var requester = context.requesters().apply(request);
        try {
            var all = sessions.of(caller.subject(), context.clock().instant());
            if (all.stream().map(LoginSession::id).anyMatch(caller.session()::equals)) {
                consents.accept(caller.subject());
                all.forEach(session -> ending.end(session.id(), requester));
            } else {
                context.events().ended(caller.session(), caller.subject());
            }
            record(caller, requester);
            return new HttpResponse(204, context.answers().secure(), Body.EMPTY);
        } catch (StoreUnavailable e) {
            log.atWarn().setCause(e).log("sessions of a user cannot be ended now");
            return context.answers().error(OAuthError.temporarilyUnavailable());
        }
    }

    private void record(Caller caller, Requester requester) {
        context.audit()
                .record(
                        AuditEvent.ALL_TOKENS_REVOKED,
                        Optional.of(requester),
                        new About(Optional.of(caller.subject()), Optional.empty()),
                        Map.of("session", caller.session().value()));
    }
}

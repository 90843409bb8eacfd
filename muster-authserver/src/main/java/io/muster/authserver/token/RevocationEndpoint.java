package io.muster.authserver.token;

import io.muster.authserver.audit.Audit.About;
import io.muster.authserver.audit.AuditEvent;
import io.muster.authserver.protocol.FormParameters;
import io.muster.authserver.protocol.OAuthError;
import io.muster.authserver.protocol.OAuthRejection;
import io.muster.authserver.store.GrantedToken;
import io.muster.authserver.store.RegisteredClient;
import io.muster.authserver.store.TokenHash;
import io.muster.wire.http.HttpHandler;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import java.util.Map;
import java.util.Optional;

/**
 * {@code POST /oauth/revoke}. A token takes its whole session with it, whichever kind it is. What is not known is as good as
 * revoked. A request without client is taken for one of a public client, whose only proof is the token anyway.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7009">RFC 7009, OAuth 2.0 Token Revocation</a>
 */
public final class RevocationEndpoint implements HttpHandler {
    private final EndpointContext at;
    private final ClientGate gate;
    private final Answering answering;
    private final GrantEnvironment with;

    public RevocationEndpoint(EndpointContext at, GrantEnvironment with) {
        this.at = at;
        this.gate = new ClientGate(at);
        this.answering = new Answering(at);
        this.with = with;
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        return answering.post(request, form -> {
            revoke(request, form);
            return answering.done();
        });
    }

    private void revoke(HttpRequest request, FormParameters form) throws InterruptedException {
        var hash = TokenHash.of(form.required("token", "token is required"));
        var client = identifiesClient(request, form) ? Optional.of(gate.admitted(request, form)) : noClient();
        var token = Tokens.find(with.stores().sessions(), hash, with.clock().instant());
        if (token.isPresent() && mayRevoke(client, token.get())) {
            var requester = at.requesters().apply(request);
            var about = About.of(token.get().subject(), token.get().client());
            with.note(AuditEvent.TOKEN_REVOKED, requester, about, Map.of());
            with.sessions().end(token.get().session(), requester);
        }
    }

    private boolean mayRevoke(Optional<RegisteredClient> client, GrantedToken token) {
        if (client.isEmpty()) {
            requirePublic(token);
            return true;
        }
        var owned = client.get().id().equals(token.client());
        if (!owned && !client.get().isPublic()) {
            throw new OAuthRejection(OAuthError.unauthorizedClient("The token was not issued to this client"));
        }
        return owned;
    }

    /**
     * A client that is no longer registered cannot authenticate; its tokens may go. One that is known by its document was
     * never registered and has to say who it is.
     */
    private void requirePublic(GrantedToken token) {
        var owner = with.stores().clients().find(token.client());
        var mustSay = owner.map(client -> !client.isPublic())
                .orElseGet(() -> token.client().value().startsWith("https://"));
        if (mustSay) {
            throw new OAuthRejection(OAuthError.invalidClient("Client authentication required"));
        }
    }

    private static boolean identifiesClient(HttpRequest request, FormParameters form) {
        return request.header("Authorization").isPresent()
                || form.text("client_id").isPresent()
                || form.text("client_assertion").isPresent();
    }

    private static Optional<RegisteredClient> noClient() {
        return Optional.empty();
    }
}

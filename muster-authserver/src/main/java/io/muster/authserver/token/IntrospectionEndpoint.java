package io.muster.authserver.token;

import io.muster.authserver.audit.Audit.About;
import io.muster.authserver.audit.AuditEvent;
import io.muster.authserver.protocol.FormParameters;
import io.muster.authserver.protocol.Locations;
import io.muster.authserver.protocol.OAuthError;
import io.muster.authserver.protocol.OAuthRejection;
import io.muster.authserver.store.GrantedToken;
import io.muster.authserver.store.RegisteredClient;
import io.muster.authserver.store.SessionStore.RefreshState;
import io.muster.authserver.store.TokenHash;
import io.muster.authserver.store.User;
import io.muster.oauth.ClientId;
import io.muster.wire.http.HttpHandler;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code POST /oauth/introspect}, answered from the stores alone. A client sees its own tokens; resource servers that an
 * operator names see all.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7662">RFC 7662, OAuth 2.0 Token Introspection</a>
 */
public final class IntrospectionEndpoint implements HttpHandler {
    private static final JsonObject INACTIVE = JsonObject.EMPTY.with("active", false);

    private final EndpointContext at;
    private final ClientGate gate;
    private final Answering answering;
    private final GrantEnvironment with;
    private final Locations locations;
    private final Set<ClientId> resourceServers;

    /** @param resourceServers clients that may see the tokens of others */
    public IntrospectionEndpoint(
            EndpointContext at, GrantEnvironment with, Locations locations, Set<ClientId> resourceServers) {
        this.at = at;
        this.gate = new ClientGate(at);
        this.answering = new Answering(at);
        this.with = with;
        this.locations = locations;
        this.resourceServers = Set.copyOf(resourceServers);
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        return answering.post(request, form -> answering.json(introspected(request, form)));
    }

    private JsonObject introspected(HttpRequest request, FormParameters form) throws InterruptedException {
        var client = confidential(request, form);
        var hash = TokenHash.of(form.required("token", "token parameter is required"));
        var now = with.clock().instant();
        var access = with.stores().sessions().access(hash, now);
        var token = access.or(() -> liveRefreshToken(hash, now));
        if (token.isEmpty() || !mayKnow(client, token.get(), request)) {
            return INACTIVE;
        }
        return described(token.get(), access.isPresent());
    }

    private RegisteredClient confidential(HttpRequest request, FormParameters form) throws InterruptedException {
        if (request.header("Authorization").isEmpty()
                && form.text("client_secret").isEmpty()
                && form.text("client_assertion").isEmpty()) {
            throw unauthenticated();
        }
        var client = gate.admitted(request, form);
        if (client.isPublic()) {
            throw unauthenticated();
        }
        return client;
    }

    private static OAuthRejection unauthenticated() {
        return new OAuthRejection(OAuthError.invalidClient("client authentication required for token introspection"));
    }

    private Optional<GrantedToken> liveRefreshToken(TokenHash hash, Instant now) {
        return with.stores().sessions().refresh(hash, now) instanceof RefreshState.Live(var token, var session)
                        && session.isLive(now)
                ? Optional.of(token)
                : Optional.empty();
    }

    private boolean mayKnow(RegisteredClient client, GrantedToken token, HttpRequest request) {
        if (client.id().equals(token.client()) || resourceServers.contains(client.id())) {
            return true;
        }
        var about = About.of(client.id());
        with.note(AuditEvent.INTROSPECTION_REQUESTER_DENIED, at.requesters().apply(request), about, Map.of());
        return false;
    }

    private JsonObject described(GrantedToken token, boolean access) {
        var answer = JsonObject.builder()
                .put("active", true)
                .put("client_id", token.client().value())
                .put("sub", token.subject().value())
                .put("iss", locations.issuer())
                .put("aud", JsonArray.ofStrings(token.resources()))
                .put("iat", token.issuedAt().getEpochSecond())
                .put("exp", expiry(token, access).getEpochSecond());
        if (access) {
            answer.put("token_type", token.dpopKey().isPresent() ? "DPoP" : "Bearer");
        }
        if (!token.scopes().isEmpty()) {
            answer.put("scope", token.scopes().toString());
        }
        token.dpopKey().ifPresent(key -> answer.put("cnf", JsonObject.of("jkt", key)));
        with.stores().users().find(token.subject()).ifPresent(user -> describe(user, answer));
        return answer.build();
    }

    /** An access token is of no use without the provider's tokens behind it. */
    private Instant expiry(GrantedToken token, boolean access) {
        return access
                ? with.stores()
                        .providerTokens()
                        .find(token.subject())
                        .flatMap(tokens -> tokens.expiresAt())
                        .filter(token.expiresAt()::isAfter)
                        .orElse(token.expiresAt())
                : token.expiresAt();
    }

    private static void describe(User user, JsonObject.Builder answer) {
        if (!user.email().isEmpty()) {
            answer.put("username", user.email()).put("email", user.email()).put("email_verified", user.emailVerified());
        }
        if (!user.name().isEmpty()) {
            answer.put("name", user.name());
        }
    }
}

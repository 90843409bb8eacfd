package io.muster.authserver.resource;

import io.muster.authserver.audit.Audit.About;
import io.muster.authserver.audit.AuditEvent;
import io.muster.authserver.protocol.Answers;
import io.muster.authserver.store.User;
import io.muster.oauth.Scopes;
import io.muster.oauth.store.StoreUnavailable;
import io.muster.wire.http.HttpHandler;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET|POST /oauth/userinfo}: who the user is, as far as the scopes of the token go.
 *
 * @see <a href="https://openid.net/specs/openid-connect-core-1_0.html#UserInfo">OpenID Connect Core, 5.3</a>
 */
public final class UserInfoEndpoint implements HttpHandler {
    private static final Logger log = LoggerFactory.getLogger(UserInfoEndpoint.class);
    private static final Set<String> METHODS = Set.of("GET", "POST");

    private final ResourceServer server;
    private final ResourceContext context;
    private final Answers answers;

    public UserInfoEndpoint(ResourceServer server, ResourceContext context) {
        this.server = server;
        this.context = context;
        this.answers = context.answers();
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        if (!METHODS.contains(request.method())) {
            return HttpResponse.text(405, "Method not allowed").with("Allow", "GET, POST");
        }
        return switch (server.check(request)) {
            case ResourceServer.Checked.Answered(var response) -> response;
            case ResourceServer.Checked.Passed(var identity) -> answer(identity, request);
        };
    }

    private HttpResponse answer(Identity identity, HttpRequest request) {
        if (!identity.scopes().contains("openid")) {
            return server.challenges().insufficientScope("openid", request.path());
        }
        try {
            var subject = JsonObject.of("sub", identity.caller().subject().value());
            var claims = identity.user()
                    .get()
                    .map(user -> described(user, identity.scopes(), subject))
                    .orElse(subject);
            context.audit()
                    .record(
                            AuditEvent.USERINFO_SERVED,
                            Optional.of(context.requesters().apply(request)),
                            new About(Optional.of(identity.caller().subject()), Optional.empty()),
                            Map.of("claims", String.join(" ", claims.names())));
            return answers.json(200, claims);
        } catch (StoreUnavailable e) {
            log.atWarn().setCause(e).log("user cannot be looked up now");
            return server.challenges().unavailable();
        }
    }

    /** Only what is known, and only what was granted (section 5.4). */
    private static JsonObject described(User user, Scopes scopes, JsonObject subject) {
        var claims = JsonObject.builder();
        subject.members().forEach(member -> claims.put(member.name(), member.value()));
        if (scopes.contains("profile")) {
            put(claims, "name", user.name());
            put(claims, "given_name", user.givenName());
            put(claims, "family_name", user.familyName());
            put(claims, "picture", user.picture());
            put(claims, "locale", user.locale());
        }
        if (scopes.contains("email") && !user.email().isEmpty()) {
            claims.put("email", user.email()).put("email_verified", user.emailVerified());
        }
        if (scopes.contains("groups") && !user.groups().isEmpty()) {
            claims.put("groups", JsonArray.ofStrings(user.groups()));
        }
        return claims.build();
    }

    private static void put(JsonObject.Builder claims, String name, String value) {
        if (!value.isEmpty()) {
            claims.put(name, value);
        }
    }
}

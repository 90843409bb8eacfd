package io.muster.authserver.authorize;

import io.muster.authserver.audit.Audit.About;
import io.muster.authserver.audit.AuditEvent;
import io.muster.authserver.protocol.MeterNames;
import io.muster.authserver.protocol.RandomTokens;
import io.muster.authserver.provider.ProviderFailure;
import io.muster.authserver.store.PendingLogin;
import io.muster.authserver.store.TokenHash;
import io.muster.oauth.Secret;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import java.util.Map;
import java.util.Optional;

/** Sends a browser to the identity provider: from this moment the login can be completed, by this browser alone. */
final class LoginStart {
    static final String COOKIE = "login";

    private final LoginSettings settings;
    private final LoginServices services;
    private final LoginTrace trace;
    private final Answering answering;
    private final RandomTokens random;
    private final Cookies cookies;

    LoginStart(LoginSettings settings, LoginServices services, LoginTrace trace) {
        this.settings = settings;
        this.services = services;
        this.trace = trace;
        this.answering = new Answering(settings);
        this.random = new RandomTokens(services.random());
        this.cookies = new Cookies(settings.locations());
    }

    /**
     * @param further parameters for the identity provider
     * @throws ProviderFailure when it is not known where to send the browser; nothing has begun then
     */
    HttpResponse begin(
            HttpRequest request, PendingLogin login, Secret state, Map<String, String> further, Agreement agreement) {
        var location = services.provider()
                .authorizationUrl(
                        state.reveal(),
                        PkcePair.challenge(login.providerVerifier()),
                        login.scopes(),
                        login.nonce(),
                        further);
        var cookie = agreement.cookie(random.next());
        var stored = TokenHash.of(state);
        services.flows().begin(stored, bound(login, cookie));
        trace.log()
                .step(
                        login.reference(),
                        "sent to the identity provider",
                        Map.of(
                                "provider", services.provider().name(),
                                "scopes", services.provider().askedFor(login.scopes()),
                                "agreement", agreement));
        services.meters().count(MeterNames.AUTHORIZATION_STARTED);
        trace.audit(
                AuditEvent.AUTHORIZATION_FLOW_STARTED,
                request,
                About.of(login.client()),
                Map.of("login_ref", login.reference(), "scope", login.scopes().toString()));
        return cookies.set(
                answering.away(request, location), cookies.name(COOKIE, stored), cookie, settings.flowLifetime());
    }

    private static PendingLogin bound(PendingLogin login, Secret cookie) {
        return new PendingLogin(
                login.client(),
                login.redirectUri(),
                login.clientState(),
                login.scopes(),
                login.resources(),
                login.codeChallenge(),
                login.dpopKey(),
                login.providerVerifier(),
                login.nonce(),
                login.further(),
                Optional.of(TokenHash.of(cookie)),
                login.reference(),
                login.beganAt(),
                login.expiresAt());
    }
}

package io.muster.authserver.authorize;

import io.muster.authserver.audit.Audit.About;
import io.muster.authserver.audit.AuditEvent;
import io.muster.authserver.protocol.OAuthRejection;
import io.muster.authserver.protocol.RandomTokens;
import io.muster.authserver.provider.IdentityProvider.Login;
import io.muster.authserver.provider.ProviderFailure;
import io.muster.authserver.store.AuthorizedCode;
import io.muster.authserver.store.PendingLogin;
import io.muster.authserver.store.TokenHash;
import io.muster.oauth.SessionId;
import io.muster.oauth.Subject;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.time.Deadline;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The end of a login: who it is, what is remembered of it, and the code for the client. */
final class LoginCompletion {
    private static final Duration BUDGET = Duration.ofSeconds(30);

    private final LoginSettings settings;
    private final LoginServices services;
    private final LoginTrace trace;
    private final Answering answering;
    private final Consents consents;
    private final RandomTokens random;

    LoginCompletion(LoginSettings settings, LoginServices services, LoginTrace trace, Answering answering) {
        this.settings = settings;
        this.services = services;
        this.trace = trace;
        this.answering = answering;
        this.consents = new Consents(services.flows(), settings.consentLifetime());
        this.random = new RandomTokens(services.random());
    }

    /**
     * @throws ProviderFailure when the identity provider does not say who it is
     * @throws OAuthRejection to be answered to the client
     */
    HttpResponse complete(HttpRequest request, PendingLogin login, String code, Agreement agreement)
            throws InterruptedException {
        var exchanged = services.provider()
                .exchange(code, login.providerVerifier(), login.nonce(), Deadline.after(BUDGET, services.clock()));
        var subject = exchanged.user().subject();
        trace.log()
                .step(
                        login.reference(),
                        "the identity provider has verified the person",
                        Map.of("subject", subject, "elapsed_ms", trace.log().millisSince(login.beganAt())));
        if (!hasAgreed(login, subject, agreement)) {
            if (OidcParameters.isSilent(login.further())) {
                throw new OAuthRejection(ConsentQuestion.REQUIRED);
            }
            trace.log().step(login.reference(), "somebody else agreed in this browser before", Map.of());
            return answering.away(request, askingAgain(login));
        }
        remember(login, exchanged, agreement);
        return issued(request, login, subject);
    }

    private boolean hasAgreed(PendingLogin login, Subject subject, Agreement agreement) {
        return agreement != Agreement.REMEMBERED
                || consents.remembered(subject, login, services.clock().instant());
    }

    /** The same request once more, this time with the question. */
    private String askingAgain(PendingLogin login) {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("response_type", "code");
        parameters.put("client_id", login.client().value());
        parameters.put("redirect_uri", login.redirectUri());
        parameters.put("state", login.clientState());
        parameters.put("code_challenge", login.codeChallenge());
        parameters.put("code_challenge_method", "S256");
        parameters.put("scope", login.scopes().toString());
        parameters.putAll(login.further());
        parameters.put("prompt", "consent");
        login.dpopKey().ifPresent(key -> parameters.put("dpop_jkt", key));
        login.nonce().ifPresent(nonce -> parameters.put("nonce", nonce));
        var query = parameters.entrySet().stream()
                .map(parameter ->
                        parameter.getKey() + "=" + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        var resources = login.resources().stream()
                .map(resource -> "&resource=" + URLEncoder.encode(resource, StandardCharsets.UTF_8))
                .collect(Collectors.joining());
        return settings.locations().url("/oauth/authorize?" + query + resources);
    }

    private void remember(PendingLogin login, Login exchanged, Agreement agreement) throws InterruptedException {
        var now = services.clock().instant();
        var user = exchanged.user();
        services.users().save(user, now.plus(services.userLifetime()));
        services.tokens().login(user.subject(), exchanged.tokens());
        if (agreement == Agreement.GIVEN) {
            consents.remember(user.subject(), login, now);
        }
    }

    private HttpResponse issued(HttpRequest request, PendingLogin login, Subject subject) {
        var code = random.next();
        services.flows().issue(TokenHash.of(code), authorized(login, subject));
        trace.log()
                .step(
                        login.reference(),
                        "code issued",
                        Map.of(
                                "client", login.client(),
                                "subject", subject,
                                "elapsed_ms", trace.log().millisSince(login.beganAt())));
        trace.audit(
                AuditEvent.AUTHORIZATION_CODE_ISSUED,
                request,
                About.of(subject, login.client()),
                Map.of("login_ref", login.reference(), "scope", login.scopes().toString()));
        return answering.code(request, login.redirectUri(), code, login.clientState(), login.reference());
    }

    private AuthorizedCode authorized(PendingLogin login, Subject subject) {
        return new AuthorizedCode(
                new SessionId(random.nextText()),
                login.client(),
                login.redirectUri(),
                subject,
                login.scopes(),
                login.resources(),
                login.codeChallenge(),
                login.dpopKey(),
                login.nonce(),
                login.reference(),
                services.clock().instant().plus(settings.codeLifetime()));
    }
}

package io.muster.authserver.authorize;

import io.muster.authserver.audit.Audit.About;
import io.muster.authserver.audit.AuditEvent;
import io.muster.authserver.protocol.FormParameters;
import io.muster.authserver.protocol.OAuthError;
import io.muster.authserver.protocol.OAuthRejection;
import io.muster.authserver.protocol.RandomTokens;
import io.muster.authserver.provider.ProviderFailure;
import io.muster.authserver.store.PendingConsent;
import io.muster.authserver.store.TokenHash;
import io.muster.oauth.Secret;
import io.muster.oauth.store.StoreUnavailable;
import io.muster.oauth.store.ValueTooLarge;
import io.muster.wire.http.HttpHandler;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes the answer of a person: once, and from the page in the browser that was asked. */
final class ConsentEndpoint implements HttpHandler {
    private static final String TITLE = "This answer cannot be taken";

    private final LoginSettings settings;
    private final LoginServices services;
    private final LoginStart start;
    private final LoginTrace trace;
    private final Answering answering;
    private final Consents consents;
    private final Cookies cookies;
    private final RandomTokens random;

    ConsentEndpoint(LoginSettings settings, LoginServices services, LoginStart start, LoginTrace trace) {
        this.settings = settings;
        this.services = services;
        this.start = start;
        this.trace = trace;
        this.answering = new Answering(settings);
        this.consents = new Consents(services.flows(), settings.consentLifetime());
        this.cookies = new Cookies(settings.locations());
        this.random = new RandomTokens(services.random());
    }

    /** @param cookie name of the cookie of the question, which is of no more use */
    private record Answer(PendingConsent question, boolean allowed, String cookie) {}

    @Override
    public HttpResponse handle(HttpRequest request) {
        try {
            var answer = answer(request);
            var response = answer.allowed() ? allowed(request, answer.question()) : denied(request, answer.question());
            return cookies.forget(response, answer.cookie());
        } catch (OAuthRejection e) {
            var reference = LoginReference.next(services.random());
            trace.refused(request, reference, Optional.empty(), AuditEvent.SUSPICIOUS_ACTIVITY, e.error());
            return answering.direct(request, e.error(), TITLE, reference);
        } catch (StoreUnavailable e) {
            var reference = LoginReference.next(services.random());
            trace.log().fault(reference, "consent lost", "store_unavailable", e);
            return answering.direct(request, OAuthError.temporarilyUnavailable(), TITLE, reference);
        }
    }

    private Answer answer(HttpRequest request) {
        var form = FormParameters.of(request);
        var consent = TokenHash.of(form.required("consent", "The question is not known or too old"));
        var csrf = new Secret(form.required("csrf", "The question is not known or too old"));
        var decision = form.text("decision").orElse("");
        var name = cookies.name(ConsentQuestion.COOKIE, consent);
        var cookie = cookies.read(request, name).orElseThrow(ConsentEndpoint::stranger);
        var question =
                services.flows().decide(consent, services.clock().instant()).orElseThrow(ConsentEndpoint::unknown);
        if (!ConsentQuestion.proof(cookie, csrf).equals(question.csrf())) {
            throw stranger();
        }
        return new Answer(question, decision.equals("allow"), name);
    }

    private static OAuthRejection stranger() {
        return new OAuthRejection(OAuthError.invalidRequest("The question was asked in another browser"));
    }

    private static OAuthRejection unknown() {
        return new OAuthRejection(OAuthError.invalidRequest("The question is not known or too old"));
    }

    private HttpResponse denied(HttpRequest request, PendingConsent question) {
        var login = question.login();
        trace.log().failure(login.reference(), "consent denied", Map.of("client", login.client()));
        trace.audit(
                AuditEvent.CONSENT_DENIED, request, About.of(login.client()), Map.of("login_ref", login.reference()));
        var error = new OAuthError(400, "access_denied", "The person did not agree");
        return answering.error(request, login.redirectUri(), error, login.clientState(), login.reference());
    }

    private HttpResponse allowed(HttpRequest request, PendingConsent question) {
        var login = question.login();
        trace.log().step(login.reference(), "consent given", Map.of("client", login.client()));
        trace.audit(
                AuditEvent.CONSENT_GIVEN, request, About.of(login.client()), Map.of("login_ref", login.reference()));
        var name = cookies.name(ConsentQuestion.BROWSER);
        var browser = cookies.read(request, name).orElseGet(random::next);
        try {
            consents.remember(browser, login, services.clock().instant());
            var further = parameters(question.providerParameters());
            var response = start.begin(request, login, question.providerState(), further, Agreement.GIVEN);
            return cookies.set(response, name, browser, settings.consentLifetime());
        } catch (ValueTooLarge e) {
            return answering.error(
                    request, login.redirectUri(), Failures.TOO_LARGE, login.clientState(), login.reference());
        } catch (ProviderFailure e) {
            trace.log().fault(login.reference(), "login refused", e.reason(), e);
            return answering.error(
                    request, login.redirectUri(), Failures.error(e), login.clientState(), login.reference());
        }
    }

    private static Map<String, String> parameters(List<String> listed) {
        var result = new LinkedHashMap<String, String>();
        for (var i = 0; i + 1 < listed.size(); i += 2) {
            result.put(listed.get(i), listed.get(i + 1));
        }
        return result;
    }
}

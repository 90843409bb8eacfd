package io.muster.authserver.authorize;

import io.muster.authserver.audit.Audit.About;
import io.muster.authserver.audit.AuditEvent;
import io.muster.authserver.protocol.FormParameters;
import io.muster.authserver.protocol.MeterNames;
import io.muster.authserver.protocol.OAuthError;
import io.muster.authserver.protocol.OAuthRejection;
import io.muster.authserver.protocol.RandomTokens;
import io.muster.authserver.provider.ProviderFailure;
import io.muster.authserver.store.PendingLogin;
import io.muster.authserver.store.RegisteredClient;
import io.muster.oauth.ClientId;
import io.muster.oauth.store.StoreUnavailable;
import io.muster.oauth.store.ValueTooLarge;
import io.muster.wire.http.HttpHandler;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * Begins logins. As long as client and redirect URI are not known to belong together, errors are told to the person;
 * after that, to the client, with {@code state} and {@code iss}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-4.1.1">RFC 6749, 4.1.1 Authorization Request</a>
 */
final class AuthorizeEndpoint implements HttpHandler {
    private static final String TITLE = "This login cannot begin";

    private final LoginSettings settings;
    private final LoginServices services;
    private final LoginStart start;
    private final LoginTrace trace;
    private final Answering answering;
    private final ConsentQuestion question;
    private final RandomTokens random;

    AuthorizeEndpoint(LoginSettings settings, LoginServices services, LoginStart start, LoginTrace trace) {
        this.settings = settings;
        this.services = services;
        this.start = start;
        this.trace = trace;
        this.answering = new Answering(settings);
        this.question = new ConsentQuestion(settings, services, trace);
        this.random = new RandomTokens(services.random());
    }

    /**
     * A request whose answer may go to the client.
     *
     * @param state of the client, empty when there is none
     */
    private record Known(RegisteredClient client, String redirectUri, String state, String reference) {}

    @Override
    public HttpResponse handle(HttpRequest request) {
        if (request.method().equals("HEAD")) {
            // HEAD must change nothing (RFC 9110, 9.2.1), and an answer would begin a login.
            return HttpResponse.text(405, "Method not allowed").with("Allow", "GET, POST");
        }
        var reference = LoginReference.next(services.random());
        try {
            var form = FormParameters.of(request);
            var known = known(request, form, reference);
            return answered(request, form, known);
        } catch (OAuthRejection e) {
            trace.refused(request, reference, Optional.empty(), AuditEvent.AUTH_FAILURE, e.error());
            return answering.direct(request, e.error(), TITLE, reference);
        } catch (StoreUnavailable e) {
            trace.log().fault(reference, "login refused", "store_unavailable", e);
            return answering.direct(request, OAuthError.temporarilyUnavailable(), TITLE, reference);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return answering.direct(request, OAuthError.temporarilyUnavailable(), TITLE, reference);
        }
    }

    private Known known(HttpRequest request, FormParameters form, String reference) throws InterruptedException {
        var target = Target.parse(form);
        var client = services.clients()
                .find(target.client())
                .orElseThrow(() -> new OAuthRejection(OAuthError.invalidRequest("Unknown client")));
        var redirectUri = services.clients()
                .redirectUri(client, target.redirectUri())
                .orElseThrow(() -> badRedirect(request, client.id(), reference));
        return new Known(client, redirectUri, Target.state(form), reference);
    }

    private OAuthRejection badRedirect(HttpRequest request, ClientId client, String reference) {
        trace.audit(AuditEvent.INVALID_REDIRECT, request, About.of(client), Map.of("login_ref", reference));
        return new OAuthRejection(OAuthError.invalidRequest("Invalid redirect_uri"));
    }

    private HttpResponse answered(HttpRequest request, FormParameters form, Known known) throws InterruptedException {
        try {
            var rules = new AuthorizationRequest.Rules(services.provider().defaultScopes(), settings);
            var asked = AuthorizationRequest.parse(form, known.state(), known.client(), rules);
            return begun(request, known, asked);
        } catch (OAuthRejection e) {
            var event = event(e.error());
            if (event == AuditEvent.INVALID_PKCE) {
                services.meters().count(MeterNames.PKCE_FAILED);
            }
            trace.refused(request, known.reference(), Optional.of(known.client().id()), event, e.error());
            return toClient(request, known, e.error());
        } catch (ValueTooLarge e) {
            trace.refused(
                    request,
                    known.reference(),
                    Optional.of(known.client().id()),
                    AuditEvent.AUTH_FAILURE,
                    Failures.TOO_LARGE);
            return toClient(request, known, Failures.TOO_LARGE);
        } catch (StoreUnavailable e) {
            trace.log().fault(known.reference(), "login refused", "store_unavailable", e);
            return toClient(request, known, OAuthError.temporarilyUnavailable());
        } catch (ProviderFailure e) {
            trace.log().fault(known.reference(), "login refused", e.reason(), e);
            return toClient(request, known, Failures.error(e));
        }
    }

    private static AuditEvent event(OAuthError error) {
        return switch (error.code()) {
            case "invalid_scope" -> AuditEvent.SCOPE_ESCALATION_ATTEMPT;
            case "invalid_target" -> AuditEvent.RESOURCE_MISMATCH;
            case "invalid_request" ->
                error.description().startsWith("code_challenge") ? AuditEvent.INVALID_PKCE : AuditEvent.AUTH_FAILURE;
            default -> AuditEvent.AUTH_FAILURE;
        };
    }

    /** Applications with a scheme of their own are not opened for an error that their makers have to repair. */
    private HttpResponse toClient(HttpRequest request, Known known, OAuthError error) {
        if (!Answering.isWeb(known.redirectUri())) {
            return answering.direct(request, error, TITLE, known.reference());
        }
        if (settings.consent().concerns(services.clients().isTrusted(known.client()))) {
            return answering.offered(known.redirectUri(), error, known.state(), known.reference());
        }
        return answering.error(request, known.redirectUri(), error, known.state(), known.reference());
    }

    private HttpResponse begun(HttpRequest request, Known known, AuthorizationRequest asked) {
        var login = login(known, asked);
        trace.log().step(known.reference(), "login begins", facts(known, login));
        if (asked.defaulted()) {
            trace.audit(
                    AuditEvent.SCOPE_DEFAULTS_APPLIED,
                    request,
                    About.of(login.client()),
                    Map.of(
                            "login_ref",
                            known.reference(),
                            "scope",
                            login.scopes().toString()));
        }
        var state = random.next();
        return switch (question.decide(request, known.client(), login, asked.prompt())) {
            case ConsentQuestion.Decision.GoOn(var agreement) ->
                start.begin(request, login, state, asked.further(), agreement);
            case ConsentQuestion.Decision.Ask() ->
                question.ask(known.client(), login, state, OidcParameters.keepable(asked.further()));
            case ConsentQuestion.Decision.Silent() -> throw new OAuthRejection(ConsentQuestion.REQUIRED);
        };
    }

    private Map<String, ?> facts(Known known, PendingLogin login) {
        var target = URI.create(known.redirectUri());
        return Map.of(
                "client", login.client(),
                "client_origin", known.client().origin(),
                "trusted", services.clients().isTrusted(known.client()),
                "redirect",
                        target.getScheme() + ":"
                                + Optional.ofNullable(target.getRawAuthority()).orElse(""),
                "scopes", login.scopes(),
                "resources", login.resources());
    }

    private PendingLogin login(Known known, AuthorizationRequest asked) {
        var now = services.clock().instant();
        return new PendingLogin(
                known.client().id(),
                known.redirectUri(),
                asked.state(),
                asked.scopes(),
                asked.resources(),
                asked.codeChallenge(),
                asked.dpopKey(),
                random.next(),
                Optional.of(asked.nonce().orElseGet(random::nextText)),
                OidcParameters.keepable(asked.further()),
                Optional.empty(),
                known.reference(),
                now,
                now.plus(settings.flowLifetime()));
    }
}

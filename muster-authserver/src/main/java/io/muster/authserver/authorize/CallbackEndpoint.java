package io.muster.authserver.authorize;

import io.muster.authserver.audit.Audit.About;
import io.muster.authserver.audit.AuditEvent;
import io.muster.authserver.protocol.FormParameters;
import io.muster.authserver.protocol.MeterNames;
import io.muster.authserver.protocol.OAuthError;
import io.muster.authserver.protocol.OAuthRejection;
import io.muster.authserver.provider.ProviderFailure;
import io.muster.authserver.store.PendingLogin;
import io.muster.authserver.store.TokenHash;
import io.muster.oauth.Secret;
import io.muster.oauth.store.StoreUnavailable;
import io.muster.oauth.store.ValueTooLarge;
import io.muster.wire.http.HttpHandler;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import java.util.Map;
import java.util.Optional;

/**
 * Where the identity provider sends the browser. A login is taken out of the store before anything else is done with it,
 * so each can be completed once; and only by the browser that began it. Failures go to the client, so that it does not
 * wait for ever; what belongs to no login is told to the person.
 */
final class CallbackEndpoint implements HttpHandler {
    private static final String TITLE = "This login cannot go on";
    private static final OAuthError UNKNOWN = OAuthError.invalidRequest(
            "The login is not known here. It took too long, or it has been completed already");
    private static final OAuthError STRANGER =
            OAuthError.invalidRequest("The login was started in another browser, or this browser keeps no cookies");

    private final LoginSettings settings;
    private final LoginServices services;
    private final LoginTrace trace;
    private final Answering answering;
    private final Cookies cookies;
    private final LoginCompletion completion;

    CallbackEndpoint(LoginSettings settings, LoginServices services, LoginTrace trace) {
        this.settings = settings;
        this.services = services;
        this.trace = trace;
        this.answering = new Answering(settings);
        this.cookies = new Cookies(settings.locations());
        this.completion = new LoginCompletion(settings, services, trace, answering);
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        if (!request.method().equals("GET")) {
            // HEAD must change nothing (RFC 9110, 9.2.1), and there is nothing to say about a login without ending it.
            return HttpResponse.text(405, "Method not allowed").with("Allow", "GET");
        }
        try {
            var callback = CallbackRequest.parse(FormParameters.of(request));
            var stored = TokenHash.of(callback.state());
            var login = services.flows().take(stored, services.clock().instant());
            if (login.isEmpty()) {
                return unknown(request, UNKNOWN);
            }
            var name = cookies.name(LoginStart.COOKIE, stored);
            var cookie = cookies.read(request, name);
            var answer = isBrowserOf(login.get(), cookie)
                    ? answered(request, callback, login.get(), cookie)
                    : stranger(request, login.get());
            return cookies.forget(answer, name);
        } catch (OAuthRejection e) {
            return unknown(request, e.error());
        } catch (StoreUnavailable e) {
            var reference = LoginReference.next(services.random());
            trace.log().fault(reference, "callback lost", "store_unavailable", e);
            return answering.direct(request, OAuthError.temporarilyUnavailable(), TITLE, reference);
        }
    }

    private HttpResponse unknown(HttpRequest request, OAuthError error) {
        var reference = LoginReference.next(services.random());
        count("unknown");
        trace.refused(request, reference, Optional.empty(), AuditEvent.INVALID_PROVIDER_CALLBACK, error);
        return answering.direct(request, error, TITLE, reference);
    }

    /** Somebody else's browser is not sent to the client: that is how codes are smuggled into foreign sessions. */
    private HttpResponse stranger(HttpRequest request, PendingLogin login) {
        count("stranger");
        trace.refused(
                request, login.reference(), Optional.of(login.client()), AuditEvent.PROVIDER_STATE_MISMATCH, STRANGER);
        return answering.direct(request, STRANGER, TITLE, login.reference());
    }

    /** A browser without the cookie may only end a login where that is allowed and nobody was asked for consent. */
    private boolean isBrowserOf(PendingLogin login, Optional<Secret> cookie) {
        if (cookie.isEmpty()) {
            return !settings.browserBound() && settings.consent() == ConsentMode.OFF;
        }
        return login.browser().equals(Optional.of(TokenHash.of(cookie.get())));
    }

    private HttpResponse answered(
            HttpRequest request, CallbackRequest callback, PendingLogin login, Optional<Secret> cookie) {
        try {
            if (callback.issuer()
                    .filter(issuer -> !issuer.equals(services.provider().issuer()))
                    .isPresent()) {
                throw new ProviderFailure(
                        ProviderFailure.Kind.INVALID, "issuer_mismatch", "another identity provider answered");
            }
            return switch (callback.outcome()) {
                case CallbackRequest.Outcome.Failed(var error) -> refused(request, login, error);
                case CallbackRequest.Outcome.Code(var code) -> {
                    var agreement = cookie.map(Agreement::of).orElse(Agreement.NOT_NEEDED);
                    var done = completion.complete(request, login, code, agreement);
                    count("success");
                    yield done;
                }
            };
        } catch (OAuthRejection e) {
            var client = Optional.of(login.client());
            trace.refused(request, login.reference(), client, AuditEvent.AUTH_FAILURE, e.error());
            return toClient(request, login, e.error());
        } catch (ProviderFailure e) {
            audit(request, login, e);
            trace.log().fault(login.reference(), "login failed at the identity provider", e.reason(), e);
            return toClient(request, login, Failures.error(e));
        } catch (ValueTooLarge e) {
            trace.log().fault(login.reference(), "login failed", "value_too_large", e);
            audit(AuditEvent.PROVIDER_TOKEN_STORAGE_FAILED, "value_too_large", request, login);
            return toClient(request, login, Failures.PROVIDER_TOO_LARGE);
        } catch (StoreUnavailable e) {
            trace.log().fault(login.reference(), "login failed", "store_unavailable", e);
            return toClient(request, login, OAuthError.temporarilyUnavailable());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return toClient(request, login, OAuthError.temporarilyUnavailable());
        }
    }

    private HttpResponse refused(HttpRequest request, PendingLogin login, String providerError) {
        var error = Failures.error(providerError);
        trace.log()
                .failure(
                        login.reference(),
                        "the identity provider did not log the person in",
                        Map.of(
                                "provider_error", Failures.shown(providerError),
                                "error", error.code(),
                                "elapsed_ms", trace.log().millisSince(login.beganAt())));
        audit(AuditEvent.AUTH_FAILURE, Failures.shown(providerError), request, login);
        return toClient(request, login, error);
    }

    private void count(String result) {
        services.meters().count(MeterNames.CALLBACK_PROCESSED, Map.of("result", result));
    }

    private HttpResponse toClient(HttpRequest request, PendingLogin login, OAuthError error) {
        count(error.code());
        return answering.error(request, login.redirectUri(), error, login.clientState(), login.reference());
    }

    private void audit(HttpRequest request, PendingLogin login, ProviderFailure failure) {
        var reason = failure.reason();
        var event = reason.startsWith("nonce_")
                        || reason.equals("id_token_missing")
                        || reason.equals("id_token_parse_failed")
                ? AuditEvent.PROVIDER_NONCE_MISMATCH
                : reason.equals("missing_subject")
                        ? AuditEvent.PROVIDER_TOKEN_STORAGE_FAILED
                        : AuditEvent.PROVIDER_CODE_EXCHANGE_FAILED;
        audit(event, withoutPrefix(reason), request, login);
    }

    private void audit(AuditEvent event, String reason, HttpRequest request, PendingLogin login) {
        if (event == AuditEvent.PROVIDER_TOKEN_STORAGE_FAILED) {
            services.meters().count(MeterNames.PROVIDER_TOKENS_NOT_STORED, Map.of("reason", reason));
        }
        trace.audit(event, request, About.of(login.client()), Map.of("login_ref", login.reference(), "reason", reason));
    }

    private static String withoutPrefix(String reason) {
        return reason.startsWith("nonce_") ? reason.substring("nonce_".length()) : reason;
    }
}

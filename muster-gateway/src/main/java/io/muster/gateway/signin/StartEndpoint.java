package io.muster.gateway.signin;

import io.muster.gateway.signin.LoginPages.Failure;
import io.muster.gateway.signin.Page.Hidden;
import io.muster.oauth.codeflow.PendingLogin;
import io.muster.oauth.codeflow.PendingLogins;
import io.muster.oauth.store.StoreUnavailable;
import io.muster.wire.http.HttpHandler;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.http.Query;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends browsers on to the authorization server. The login goes on existing, so that the link may be opened again. */
final class StartEndpoint implements HttpHandler {
    private static final Logger log = LoggerFactory.getLogger(StartEndpoint.class);
    private static final String CONFIRMED = "confirmed";
    private static final String COOKIE = "muster-confirm";

    private final SignInSettings settings;
    private final PendingLogins pending;
    private final Identification identification;
    private final LoginPages pages;
    private final RandomGenerator random;

    StartEndpoint(
            SignInSettings settings,
            PendingLogins pending,
            Identification identification,
            LoginPages pages,
            RandomGenerator random) {
        this.settings = settings;
        this.pending = pending;
        this.identification = identification;
        this.pages = pages;
        this.random = random;
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        return switch (request.method()) {
            case "GET" -> started(request, request.query(), false);
            case "POST" -> {
                var form = Query.parse(new String(request.body().bytes(), StandardCharsets.UTF_8));
                yield started(request, form, isConfirmed(request, form));
            }
            default -> HttpResponse.of(405).with("Allow", "GET, POST");
        };
    }

    private HttpResponse started(HttpRequest request, Query parameters, boolean confirmed) {
        var state = parameters.get("state").filter(text -> !text.isEmpty());
        if (state.isEmpty()) {
            return failure("Invalid sign-in link: missing required parameters", "The link has no state.");
        }
        try {
            var login = pending.find(state.get());
            if (login.isEmpty()) {
                return failure(
                        "Authentication session expired. Please try again.",
                        "The link is unknown, has been used, or is older than ten minutes.");
            }
            request.query().get("redirect").ifPresent(target -> returning(state.get(), login.get(), target));
            return switch (settings.confirmation()) {
                case OFF -> onwards(request, login.get(), state.get());
                case PAGE ->
                    confirmed ? onwards(request, login.get(), state.get()) : confirmation(login.get(), state.get());
                case SSO -> identification.begin(login.get(), state.get());
            };
        } catch (StoreUnavailable e) {
            return failure(
                    "Failed to complete authentication. Please try again.",
                    "The store of sign-in links gives no answer.");
        }
    }

    private void returning(String state, PendingLogin login, String target) {
        var accepted = new ReturnTargets(settings.returnTargets()).accept(target);
        accepted.ifPresent(uri -> pending.update(state, login.returningTo(uri)));
        if (accepted.isEmpty()) {
            log.atWarn()
                    .addKeyValue("backend", login.owner().backend())
                    .log("a sign-in link wants to return to where postLoginRedirectAllowlist does not lead");
        }
    }

    private HttpResponse onwards(HttpRequest request, PendingLogin login, String state) {
        return new Onwards(settings).to(login, state, request.method().equals("POST") ? 303 : 302);
    }

    /** Other sites can send the form too, but without the cookie that goes with the page. */
    private HttpResponse confirmation(PendingLogin login, String state) {
        var bytes = new byte[16];
        random.nextBytes(bytes);
        var nonce = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        var cookie = COOKIE + "=" + nonce + "; Path=" + SignInEndpoints.START_PATH
                + "; HttpOnly; SameSite=Strict; Max-Age=600" + (settings.isSecure() ? "; Secure" : "");
        return LoginPages.confirmation(
                        login, SignInEndpoints.START_PATH, new Hidden("state", state), new Hidden(CONFIRMED, nonce))
                .with("Set-Cookie", cookie);
    }

    private static boolean isConfirmed(HttpRequest request, Query form) {
        var nonce = form.get(CONFIRMED).filter(text -> !text.isEmpty());
        return nonce.equals(Optional.of(BrowserCookie.value(request.headers(), COOKIE)));
    }

    private HttpResponse failure(String message, String step) {
        return pages.failure(Failure.of(message, step, "state_expired"));
    }
}

package io.muster.gateway.signin;

import io.muster.gateway.signin.LoginPages.Failure;
import io.muster.oauth.Subject;
import io.muster.oauth.codeflow.PendingLogin;
import io.muster.oauth.codeflow.PendingLogins;
import io.muster.oauth.store.StoreUnavailable;
import io.muster.wire.http.HttpHandler;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.text.Sha256;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Lets only the user go on whose session a login is for: a link that was sent to somebody else would give the sender what that
 * person signs in for. The browser logs in to Muster and comes back to {@link SignInEndpoints#CONFIRM_PATH}; a cookie keeps
 * others from sending it there with a code of their own.
 */
final class Identification implements HttpHandler {
    private static final String COOKIE = "muster-identify-";
    private static final int LIFE = 600;

    private final SignInSettings settings;
    private final PendingLogins pending;
    private final OwnLogin own;
    private final LoginPages pages;
    private final RandomGenerator random;

    Identification(
            SignInSettings settings, PendingLogins pending, OwnLogin own, LoginPages pages, RandomGenerator random) {
        this.settings = settings;
        this.pending = pending;
        this.own = own;
        this.pages = pages;
        this.random = random;
    }

    /** Sends the browser to the login of Muster. */
    HttpResponse begin(PendingLogin login, String state) {
        var bytes = new byte[32];
        random.nextBytes(bytes);
        var verifier = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        var target = own.begin(settings.confirmUri(), state, Sha256.base64Url(verifier));
        return target.map(uri -> HttpResponse.of(302)
                        .with("Location", uri.toString())
                        .with("Cache-Control", "no-store")
                        .with("Referrer-Policy", "no-referrer")
                        .with("Set-Cookie", cookie(state, verifier, LIFE)))
                .orElseGet(() -> failure(
                        "Nobody can log in to Muster at the moment. Please try again.",
                        "The login of Muster itself is not ready.",
                        "login_unavailable",
                        Optional.of(login)));
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        var state = request.query().get("state").orElse("");
        try {
            var login = pending.find(state);
            if (login.isEmpty()) {
                return failure(
                        "Authentication session expired. Please try again.",
                        "The login is unknown, has been completed, or is older than ten minutes.",
                        "state_expired",
                        login);
            }
            return identified(request, login.get(), state).with("Set-Cookie", cookie(state, "", 0));
        } catch (StoreUnavailable e) {
            return failure(
                    "Failed to complete authentication. Please try again.",
                    "The store of sessions gives no answer.",
                    "store_unavailable",
                    Optional.empty());
        }
    }

    private HttpResponse identified(HttpRequest request, PendingLogin login, String state) {
        var subject = subject(request, state);
        if (subject.isEmpty()) {
            return failure(
                    "Muster could not tell who you are. Please try again.",
                    "The login to Muster did not come to an end in this browser.",
                    "not_identified",
                    Optional.of(login));
        }
        return subject.get().equals(login.owner().subject())
                ? new Onwards(settings).to(login, state, 302)
                : failure(
                        "This sign-in link is not yours.",
                        "It was made for another user of Muster than the one who has just logged in.",
                        "subject_mismatch",
                        Optional.of(login));
    }

    private Optional<Subject> subject(HttpRequest request, String state) {
        var code = request.query().get("code").orElse("");
        var verifier = BrowserCookie.value(request.headers(), name(state));
        return code.isEmpty() || verifier.isEmpty() ? Optional.empty() : own.completed(code, verifier);
    }

    /** Comes back from another site, so it cannot be a strict one. */
    private String cookie(String state, String verifier, int life) {
        return name(state) + "=" + verifier + "; Path=" + SignInEndpoints.CONFIRM_PATH
                + "; HttpOnly; SameSite=Lax; Max-Age=" + life + (settings.isSecure() ? "; Secure" : "");
    }

    private static String name(String state) {
        return COOKIE + Sha256.hex(state).substring(0, 16);
    }

    private HttpResponse failure(String message, String step, String reason, Optional<PendingLogin> login) {
        return pages.failure(new Failure(message, step, reason, login));
    }
}

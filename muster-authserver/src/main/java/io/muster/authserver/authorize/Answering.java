package io.muster.authserver.authorize;

import io.muster.authserver.pages.FailureView;
import io.muster.authserver.pages.Pages;
import io.muster.authserver.protocol.Answers;
import io.muster.authserver.protocol.OAuthError;
import io.muster.authserver.protocol.RedirectAnswer;
import io.muster.oauth.Secret;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/** How people and clients are answered during a login. */
final class Answering {
    private static final int SEE_OTHER = 303;

    private final Answers answers;
    private final Pages pages;
    private final String issuer;

    Answering(LoginSettings settings) {
        this.answers = new Answers(settings.locations());
        this.pages = new Pages(settings.locations());
        this.issuer = settings.locations().issuer();
    }

    Pages pages() {
        return pages;
    }

    /** A page for people, a document for programs. */
    HttpResponse direct(HttpRequest request, OAuthError error, String title, String reference) {
        if (!wantsPage(request)) {
            return answers.error(error);
        }
        var text = "Muster cannot go on: " + error.description() + ". Go back to your application and start again.";
        var page = pages.failure(new FailureView(error.status(), title, text, reference, Optional.empty()));
        return error.status() == 503 ? page.with("Retry-After", "5") : page;
    }

    /** Takes the browser to the identity provider. */
    HttpResponse away(HttpRequest request, String location) {
        return redirect(request, location);
    }

    /** Takes a code to the client. */
    HttpResponse code(HttpRequest request, String redirectUri, Secret code, String state, String reference) {
        return delivered(
                request, RedirectAnswer.code(redirectUri, code, state, issuer).location(), true, reference);
    }

    /** Takes an error to the client, whose page is what the person will see. */
    HttpResponse error(HttpRequest request, String redirectUri, OAuthError error, String state, String reference) {
        var location = RedirectAnswer.error(redirectUri, error.withReference(reference), state, issuer)
                .location();
        return delivered(request, location, false, reference);
    }

    /**
     * Lets the person decide whether to follow an error to a client that nobody vouches for, before anybody has logged in:
     * else anybody could make this server redirect to any place (OAuth 2.1 section 7.12.2).
     */
    HttpResponse offered(String redirectUri, OAuthError error, String state, String reference) {
        var location = RedirectAnswer.error(redirectUri, error.withReference(reference), state, issuer)
                .location();
        var host =
                Optional.ofNullable(URI.create(redirectUri).getRawAuthority()).orElse(scheme(redirectUri) + ":");
        return pages.failure(new FailureView(
                error.status(),
                "The application asked for something impossible",
                "Its request cannot be served: " + error.description() + ".",
                reference,
                Optional.of(new FailureView.Back(host, location))));
    }

    static boolean isWeb(String redirectUri) {
        var scheme = scheme(redirectUri);
        return scheme.equals("http") || scheme.equals("https");
    }

    private HttpResponse delivered(HttpRequest request, String location, boolean successful, String reference) {
        return isWeb(location) ? redirect(request, location) : pages.opening(location, successful, reference);
    }

    /** After a form was posted, the browser must not post it on (RFC 9700 section 4.12). */
    private HttpResponse redirect(HttpRequest request, String location) {
        var answer = answers.redirect(location);
        return request.method().equals("POST") ? new HttpResponse(SEE_OTHER, answer.headers(), answer.body()) : answer;
    }

    private static boolean wantsPage(HttpRequest request) {
        return request.header("Accept")
                .filter(accepted -> accepted.toLowerCase(Locale.ROOT).contains("text/html"))
                .isPresent();
    }

    private static String scheme(String uri) {
        return uri.substring(0, Math.max(0, uri.indexOf(':'))).toLowerCase(Locale.ROOT);
    }
}

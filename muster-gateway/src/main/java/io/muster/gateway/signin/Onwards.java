package io.muster.gateway.signin;

import io.muster.oauth.codeflow.PendingLogin;
import io.muster.wire.http.HttpResponse;

/** Sends a browser on to the authorization server of a login, to which it is tied from now on. */
record Onwards(SignInSettings settings) {
    HttpResponse to(PendingLogin login, String state, int status) {
        var answer = HttpResponse.of(status)
                .with("Location", login.authorizationUrl().toString())
                .with("Cache-Control", "no-store")
                .with("Referrer-Policy", "no-referrer");
        return new BrowserCookie(settings.isSecure()).set(answer, state);
    }
}

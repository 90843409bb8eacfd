package io.muster.gateway.signin;

import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.text.Sha256;

/**
 * Ties a login to the browser that began it: a code from another browser is not accepted. One cookie for each login, which
 * neither scripts nor neighbouring sites can set.
 *
 * @param secure whether browsers reach muster over TLS; without it there are no such cookies, and nothing is asked for
 */
record BrowserCookie(boolean secure) {
    private static final String ATTRIBUTES = "; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=";
    private static final int LIFE = 600;

    HttpResponse set(HttpResponse response, String state) {
        return secure
                ? response.with("Set-Cookie", name(state) + "=" + Sha256.hex(state) + ATTRIBUTES + LIFE)
                : response;
    }

    HttpResponse clear(HttpResponse response, String state) {
        return secure ? response.with("Set-Cookie", name(state) + "=" + ATTRIBUTES + "0") : response;
    }

    boolean isIn(HttpRequest request, String state) {
        return !secure || value(request.headers(), name(state)).equals(Sha256.hex(state));
    }

    private static String name(String state) {
        return "__Host-muster-login-" + Sha256.hex(state).substring(0, 16);
    }

    /** The value of a cookie; empty when there is none. */
    static String value(Headers headers, String name) {
        for (var line : headers.all("Cookie")) {
            for (var pair : line.split(";", -1)) {
                var cookie = pair.strip();
                if (cookie.startsWith(name + "=")) {
                    return cookie.substring(name.length() + 1);
                }
            }
        }
        return "";
    }
}

package io.muster.authserver.authorize;

import io.muster.authserver.protocol.Locations;
import io.muster.authserver.store.TokenHash;
import io.muster.oauth.Secret;
import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;

/**
 * Cookies that tie a login to its browser. Over TLS their names have the prefix {@code __Host-}, so that no other host and
 * no insecure page can plant one (RFC 6265bis section 4.1.3.2). Every login has a cookie of its own, because several may
 * be under way in one browser.
 */
final class Cookies {
    private static final int TAG = 16;

    private final String prefix;
    private final String attributes;

    Cookies(Locations locations) {
        this.prefix = locations.isHttps() ? "__Host-muster-" : "muster-";
        this.attributes = "; Path=/; HttpOnly; SameSite=Lax" + (locations.isHttps() ? "; Secure" : "");
    }

    /** The name of the cookie that belongs to a login or a question. */
    String name(String purpose, TokenHash about) {
        return prefix + purpose + "-" + about.value().substring(0, TAG);
    }

    String name(String purpose) {
        return prefix + purpose;
    }

    /** The value; nothing when the browser sent several of that name, since one of them may be planted. */
    Optional<Secret> read(HttpRequest request, String name) {
        var found = request.headers().all("Cookie").stream()
                .flatMap(line -> Arrays.stream(line.split(";")))
                .map(String::strip)
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> pair.substring(name.length() + 1))
                .toList();
        return found.size() == 1 ? Optional.of(new Secret(found.getFirst())) : Optional.empty();
    }

    HttpResponse set(HttpResponse answer, String name, Secret value, Duration lifetime) {
        return add(answer, name + "=" + value.reveal() + "; Max-Age=" + lifetime.toSeconds() + attributes);
    }

    HttpResponse forget(HttpResponse answer, String name) {
        return add(answer, name + "=; Max-Age=0" + attributes);
    }

    private static HttpResponse add(HttpResponse answer, String line) {
        var fields = new ArrayList<>(answer.headers().fields());
        fields.add(new Headers.Field("Set-Cookie", line));
        return new HttpResponse(answer.status(), Headers.of(fields), answer.body());
    }
}

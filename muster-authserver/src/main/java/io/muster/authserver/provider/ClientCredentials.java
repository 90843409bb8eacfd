package io.muster.authserver.provider;

import io.muster.oauth.Secret;
import io.muster.wire.http.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * What proves to a token endpoint who we are.
 *
 * @param id our name there
 * @param secret known to both
 */
public record ClientCredentials(String id, Secret secret) {
    /** Both are encoded before they are joined: a secret may contain any character (RFC 6749 section 2.3.1). */
    Headers basic() {
        var pair = Calls.encoded(id) + ":" + Calls.encoded(secret.reveal());
        return Headers.of(
                "Authorization", "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }
}

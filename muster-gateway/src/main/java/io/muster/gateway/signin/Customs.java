package io.muster.gateway.signin;

import io.muster.oauth.Issuer;
import java.util.Map;

/** What single authorization servers want to be asked with, besides what the standards know. */
final class Customs {
    private static final Issuer GOOGLE = new Issuer("https://accounts.google.com");

    private Customs() {}

    /** Further parameters of a request for authorization there. */
    static Map<String, String> parameters(Issuer issuer) {
        // A refresh token is no matter of scopes there, and is given only with the user's consent.
        return issuer.matches(GOOGLE) ? Map.of("access_type", "offline", "prompt", "consent") : Map.of();
    }
}

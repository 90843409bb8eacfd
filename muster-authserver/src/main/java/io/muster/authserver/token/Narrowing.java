package io.muster.authserver.token;

import io.muster.authserver.protocol.OAuthError;
import io.muster.authserver.protocol.OAuthRejection;
import io.muster.authserver.protocol.OwnResources;
import io.muster.oauth.ResourceUri;
import io.muster.oauth.Scopes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** A token request may ask for less than was granted, never for more. */
final class Narrowing {
    private static final OAuthError TARGET =
            OAuthError.invalidTarget("The requested resource is not among those that were granted");
    private static final OAuthError SCOPE = OAuthError.invalidScope("The requested scope exceeds what was granted");

    private Narrowing() {}

    /** What the access token is for (RFC 8707 section 2.2); all that was granted when nothing is asked. */
    static List<String> resources(List<String> granted, List<String> asked, OwnResources own) {
        if (asked.isEmpty()) {
            return granted;
        }
        var narrowed = new LinkedHashSet<String>();
        for (var text : asked) {
            narrowed.add(ResourceUri.parse(text)
                    .filter(resource -> own.includes(granted, resource))
                    .orElseThrow(() -> new OAuthRejection(TARGET))
                    .value());
        }
        return new ArrayList<>(narrowed);
    }

    /** The scopes of the access token (RFC 6749 section 6). */
    static Scopes scopes(Scopes granted, TokenRequest.Refresh request) {
        var asked = request.scopes();
        if (asked.isPresent() && !granted.containsAll(asked.get())) {
            throw new OAuthRejection(SCOPE);
        }
        return asked.map(granted::intersection).orElse(granted);
    }
}

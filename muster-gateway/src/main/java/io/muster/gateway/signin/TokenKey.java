package io.muster.gateway.signin;

import io.muster.oauth.ClientId;
import io.muster.oauth.Issuer;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the tokens of a session are kept under: who issued them, what for, and to which client. */
record TokenKey(Issuer issuer, URI resource, ClientId client) {
    private static final Pattern SEPARATOR = Pattern.compile("\\|");

    /** The form in the store. No URL contains the separator. */
    String field() {
        return issuer + "|" + resource + "|" + client;
    }

    static Optional<TokenKey> parse(String field) {
        var parts = SEPARATOR.split(field, 3);
        if (parts.length < 3 || parts[2].isBlank()) {
            return Optional.empty();
        }
        try {
            return Issuer.parse(parts[0])
                    .map(issuer -> new TokenKey(issuer, URI.create(parts[1]), new ClientId(parts[2])));
        } catch (IllegalArgumentException notAUri) {
            return Optional.empty();
        }
    }
}

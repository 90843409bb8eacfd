package io.muster.oauth;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Identifies an authorization server (RFC 8414 section 2): a URL without query and fragment, {@code https}, or {@code
 * http} on a loopback host. Two issuers are equal when their texts are; nothing is normalised.
 */
public record Issuer(String value) {
    private static final int LONGEST = 2048;

    public Issuer {
        if (!acceptable(value)) {
            throw new IllegalArgumentException("not the URL of an issuer");
        }
    }

    public static Optional<Issuer> parse(String text) {
        return acceptable(text) ? Optional.of(new Issuer(text)) : Optional.empty();
    }

    private static boolean acceptable(String text) {
        if (text.length() > LONGEST) {
            return false;
        }
        try {
            var uri = new URI(text);
            return uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && ("https".equalsIgnoreCase(uri.getScheme())
                            || ("http".equalsIgnoreCase(uri.getScheme()) && Loopback.is(uri.getHost())));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    public URI uri() {
        return URI.create(value);
    }

    /** Whether both are the same but for one slash at the end, which vendors add and lose. */
    public boolean matches(Issuer other) {
        return withoutSlash().equals(other.withoutSlash());
    }

    private String withoutSlash() {
        return value.endsWith("/") ? value.substring(0, value.length() - 1) : value;
    }

    @Override
    public String toString() {
        return value;
    }
}

package io.muster.oauth;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * Names a protected resource (RFC 8707 section 2), normalised so that spellings of the same resource are equal: scheme
 * and host in lower case, no default port, no trailing slashes of the path. What is not a URI is kept as it is, without
 * trailing slashes, because audiences may be any text.
 *
 * @param value the normalised form
 */
public record ResourceUri(String value) {
    private static final int LONGEST = 2048;

    public ResourceUri {
        value = normalised(value);
    }

    /**
     * Reads a {@code resource} parameter: an absolute URI with a host and without a fragment, {@code https}, or {@code
     * http} on a loopback host.
     */
    public static Optional<ResourceUri> parse(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            var uri = new URI(text);
            var acceptable = uri.getHost() != null
                    && uri.getRawFragment() == null
                    && uri.getRawUserInfo() == null
                    && ("https".equalsIgnoreCase(uri.getScheme())
                            || ("http".equalsIgnoreCase(uri.getScheme()) && Loopback.is(uri.getHost())));
            return acceptable ? Optional.of(new ResourceUri(text)) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static String normalised(String text) {
        try {
            var uri = new URI(text);
            if (uri.getScheme() == null || uri.getHost() == null) {
                return withoutSlashes(text);
            }
            var scheme = uri.getScheme().toLowerCase(Locale.ROOT);
            var port = uri.getPort() < 0 || uri.getPort() == defaultPort(scheme) ? "" : ":" + uri.getPort();
            var query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
            var fragment = uri.getRawFragment() == null ? "" : "#" + uri.getRawFragment();
            var user = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo() + "@";
            return scheme + "://" + user + uri.getHost().toLowerCase(Locale.ROOT) + port
                    + withoutSlashes(uri.getRawPath()) + query + fragment;
        } catch (URISyntaxException e) {
            return withoutSlashes(text);
        }
    }

    private static int defaultPort(String scheme) {
        return switch (scheme) {
            case "https" -> 443;
            case "http" -> 80;
            default -> -1;
        };
    }

    private static String withoutSlashes(String text) {
        var end = text.length();
        while (end > 0 && text.charAt(end - 1) == '/') {
            end--;
        }
        return text.substring(0, end);
    }

    @Override
    public String toString() {
        return value;
    }
}

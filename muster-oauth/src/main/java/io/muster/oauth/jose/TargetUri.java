package io.muster.oauth.jose;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The URL of a request as {@code htu} names it: without query and fragment, normalised by syntax and scheme (RFC 3986
 * sections 6.2.2 and 6.2.3), as RFC 9449 section 4.3 asks for.
 */
final class TargetUri {
    private static final int LONGEST = 4_096;
    private static final Pattern ESCAPE = Pattern.compile("%([0-9A-Fa-f]{2})");

    private TargetUri() {}

    static Optional<String> normalised(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            var uri = new URI(text);
            if (uri.getScheme() == null || uri.getHost() == null || uri.getRawUserInfo() != null) {
                return Optional.empty();
            }
            var scheme = uri.getScheme().toLowerCase(Locale.ROOT);
            var path = unescaped(uri.normalize().getRawPath());
            return Optional.of(scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port(scheme, uri.getPort())
                    + (path.isEmpty() ? "/" : path));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static String port(String scheme, int port) {
        var implied = scheme.equals("https") ? 443 : scheme.equals("http") ? 80 : -1;
        return port < 0 || port == implied ? "" : ":" + port;
    }

    /** Characters that need no escape lose it; other escapes are in upper case. */
    private static String unescaped(String path) {
        return ESCAPE.matcher(path).replaceAll(match -> {
            var character = (char) Integer.parseInt(match.group(1), 16);
            var needless = character < 128 && (Character.isLetterOrDigit(character) || "-._~".indexOf(character) >= 0);
            return Matcher.quoteReplacement(
                    needless ? String.valueOf(character) : match.group().toUpperCase(Locale.ROOT));
        });
    }
}

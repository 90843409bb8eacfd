package io.muster.gateway.signin;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a browser may be sent in the end: to what an operator listed, or what lies below it.
 *
 * @param allowed absolute URLs
 */
record ReturnTargets(List<URI> allowed) {
    /** The target as a URL, if it may be one. */
    Optional<URI> accept(String target) {
        try {
            var uri = new URI(target);
            return isWeb(uri) && !hasDots(uri) && allowed.stream().anyMatch(entry -> covers(entry, uri))
                    ? Optional.of(uri)
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static boolean isWeb(URI uri) {
        var scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        return (scheme.equals("https") || scheme.equals("http"))
                && uri.getHost() != null
                && uri.getRawUserInfo() == null;
    }

    /** A segment of dots leads elsewhere, however it is written. */
    private static boolean hasDots(URI uri) {
        for (var segment : path(uri).split("/", -1)) {
            var plain = segment.toLowerCase(Locale.ROOT).replace("%2e", ".");
            if (plain.equals(".") || plain.equals("..")) {
                return true;
            }
        }
        return false;
    }

    private static boolean covers(URI entry, URI target) {
        var below = path(entry).endsWith("/") ? path(entry) : path(entry) + "/";
        return entry.getScheme().equalsIgnoreCase(target.getScheme())
                && entry.getHost().equalsIgnoreCase(target.getHost())
                && port(entry) == port(target)
                && (path(target).equals(path(entry)) || path(target).startsWith(below));
    }

    private static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    }

    private static String path(URI uri) {
        return uri.getRawPath() == null ? "" : uri.getRawPath();
    }

    /** The target with the name of the server in its query, in the place of any that is there. */
    static URI naming(URI target, String server) {
        var kept = new StringBuilder();
        if (target.getRawQuery() != null) {
            for (var pair : target.getRawQuery().split("&", -1)) {
                if (!pair.isEmpty() && !pair.equals("server") && !pair.startsWith("server=")) {
                    kept.append(pair).append('&');
                }
            }
        }
        var text = target.toString();
        int end = text.indexOf(target.getRawQuery() == null ? "#" : "?");
        var base = end < 0 ? text : text.substring(0, end);
        var fragment = target.getRawFragment() == null ? "" : "#" + target.getRawFragment();
        return URI.create(base + "?" + kept + "server=" + server + fragment);
    }
}

package io.muster.authserver.client;

import io.muster.oauth.Loopback;
import io.muster.wire.outbound.OutboundPolicy.AddressRule;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which redirect URIs clients may have, and which of them a request means.
 *
 * @see <a href="https://datatracker.ietf.org/doc/html/draft-ietf-oauth-v2-1-13#section-2.3">OAuth 2.1, 2.3</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8252#section-7">RFC 8252, 7. Receiving the Authorization Response</a>
 */
public final class RedirectUris {
    static final Set<String> BLOCKED_SCHEMES = Set.of(
            "javascript",
            "data",
            "file",
            "vbscript",
            "about",
            "ftp",
            "blob",
            "ms-appx",
            "ms-appx-web",
            "view-source",
            "filesystem",
            "ws",
            "wss",
            "mailto",
            "tel");

    static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9+.-]*");
    private static final int LONGEST = 2_048;
    private static final Pattern IPV4 = Pattern.compile("(?:0|[1-9][0-9]{0,2})(?:\\.(?:0|[1-9][0-9]{0,2})){3}");

    /** What browsers take for an IPv4 address in some spelling (WHATWG URL, "ends in a number"). */
    private static final Pattern NUMERIC = Pattern.compile("(?:.*\\.)?(?:[0-9]+|0[xX][0-9a-fA-F]*)\\.?");

    private final Settings settings;
    private final HostAddresses dns;

    /**
     * @param allowLoopback whether redirects to the user's own machine are accepted
     * @param dottedSchemes whether a private-use scheme needs a dot, as OAuth 2.1 asks for; well-known editors have none
     */
    public record Settings(boolean allowLoopback, boolean dottedSchemes) {
        public static Settings defaults() {
            return new Settings(true, false);
        }
    }

    public RedirectUris(Settings settings, HostAddresses dns) {
        this.settings = settings;
        this.dns = dns;
    }

    /** What speaks against registering the URI. */
    public Optional<RedirectFault> fault(String text) throws InterruptedException {
        var plain = plainFault(text);
        if (plain.isPresent()) {
            return plain;
        }
        var uri = URI.create(text);
        return isWeb(uri) && !Loopback.is(uri.getHost()) ? hostFault(uri.getHost()) : Optional.empty();
    }

    /**
     * What speaks against redirecting to a URI that was registered. That its host does not resolve here and now is no
     * reason: it is the browser that connects.
     */
    public Optional<RedirectFault> faultAtUse(String text) throws InterruptedException {
        return fault(text).filter(fault -> fault != RedirectFault.DNS_RESOLUTION_FAILED);
    }

    /**
     * The redirect URI that a request means (OAuth 2.1 section 4.1.1): one that is registered, a registered one on
     * loopback with another port (RFC 8252 section 7.3), or the only one where none is named.
     */
    public static Optional<String> match(List<String> registered, Optional<String> requested) {
        if (requested.isEmpty()) {
            return registered.size() == 1 ? Optional.of(registered.getFirst()) : Optional.empty();
        }
        return requested.filter(uri -> registered.contains(uri)
                || registered.stream().anyMatch(known -> differOnlyInLoopbackPort(known, uri)));
    }

    private static boolean differOnlyInLoopbackPort(String registered, String requested) {
        try {
            var known = new URI(registered);
            var other = new URI(requested);
            return "http".equals(known.getScheme())
                    && "http".equals(other.getScheme())
                    && known.getHost() != null
                    && known.getHost().equals(other.getHost())
                    && Loopback.is(known.getHost())
                    && withoutPort(known, registered).equals(withoutPort(other, requested));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** Compared as text, so that nothing but the port can differ. */
    private static String withoutPort(URI uri, String text) {
        var port = uri.getPort();
        return port < 0 ? text : text.replaceFirst(":" + port + "(?=[/?#]|$)", "");
    }

    /** What can be told from the text alone. */
    private Optional<RedirectFault> plainFault(String text) {
        if (text.length() > LONGEST) {
            return Optional.of(RedirectFault.INVALID_FORMAT);
        }
        try {
            var uri = new URI(text);
            if (uri.getScheme() == null || uri.getRawUserInfo() != null || hasUserInfo(uri)) {
                return Optional.of(RedirectFault.INVALID_FORMAT);
            }
            if (uri.getRawFragment() != null) {
                return Optional.of(RedirectFault.FRAGMENT_NOT_ALLOWED);
            }
            return isWeb(uri) ? webFault(uri) : schemeFault(uri);
        } catch (URISyntaxException e) {
            return Optional.of(RedirectFault.INVALID_FORMAT);
        }
    }

    private static boolean hasUserInfo(URI uri) {
        return uri.getRawAuthority() != null && uri.getRawAuthority().contains("@");
    }

    static boolean isWeb(URI uri) {
        return "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
    }

    private Optional<RedirectFault> webFault(URI uri) {
        if (uri.getHost() == null || uri.getPort() > 65_535 || isOddlySpelled(uri.getHost())) {
            return Optional.of(RedirectFault.INVALID_FORMAT);
        }
        if (Loopback.is(uri.getHost())) {
            return settings.allowLoopback() ? Optional.empty() : Optional.of(RedirectFault.LOOPBACK_NOT_ALLOWED);
        }
        return uri.getScheme().equalsIgnoreCase("http")
                ? Optional.of(RedirectFault.HTTP_NOT_ALLOWED)
                : Optional.empty();
    }

    private static boolean isOddlySpelled(String host) {
        return NUMERIC.matcher(host).matches() && !IPV4.matcher(host).matches();
    }

    private Optional<RedirectFault> schemeFault(URI uri) {
        var scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        var acceptable = !BLOCKED_SCHEMES.contains(scheme)
                && SCHEME.matcher(uri.getScheme()).matches()
                && (scheme.contains(".") || !settings.dottedSchemes());
        return acceptable ? Optional.empty() : Optional.of(RedirectFault.BLOCKED_SCHEME);
    }

    private Optional<RedirectFault> hostFault(String host) throws InterruptedException {
        if (host.startsWith("[") || IPV4.matcher(host).matches()) {
            return literalFault(host);
        }
        var addresses = dns.of(host);
        if (addresses.isEmpty()) {
            return Optional.of(RedirectFault.DNS_RESOLUTION_FAILED);
        }
        return addresses.stream()
                .filter(address -> !AddressRule.PUBLIC.allows(address))
                .map(address -> address.isLinkLocalAddress()
                        ? RedirectFault.DNS_RESOLVES_TO_LINK_LOCAL
                        : RedirectFault.DNS_RESOLVES_TO_PRIVATE_IP)
                .findFirst();
    }

    private static Optional<RedirectFault> literalFault(String host) {
        try {
            return faultOf(InetAddress.getByName(host));
        } catch (UnknownHostException e) {
            return Optional.of(RedirectFault.INVALID_FORMAT);
        }
    }

    private static Optional<RedirectFault> faultOf(InetAddress address) {
        if (AddressRule.PUBLIC.allows(address)) {
            return Optional.empty();
        }
        if (address.isAnyLocalAddress()) {
            return Optional.of(RedirectFault.UNSPECIFIED_ADDRESS);
        }
        var linkLocal = address.isLinkLocalAddress() || address.isMCLinkLocal();
        return Optional.of(linkLocal ? RedirectFault.LINK_LOCAL : RedirectFault.PRIVATE_IP);
    }
}

package io.muster.authserver.client;

import io.muster.oauth.Loopback;
import io.muster.oauth.ResourceUri;
import io.muster.wire.outbound.OutboundPolicy.AddressRule;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Redirect URIs whose owners an operator trusts: clients that redirect there only may register themselves.
 *
 * @param schemes private-use schemes, in lower case
 * @param uris https URIs, normalised
 */
public record TrustedRedirects(Set<String> schemes, Set<String> uris) {
    private static final Logger log = LoggerFactory.getLogger(TrustedRedirects.class);
    private static final Pattern LITERAL = Pattern.compile("\\[.*]|[0-9.]+");

    public static final TrustedRedirects NONE = new TrustedRedirects(Set.of(), Set.of());

    public TrustedRedirects {
        schemes = Set.copyOf(schemes);
        uris = Set.copyOf(uris);
    }

    /**
     * Checks what an operator wrote. URIs that cannot be trusted are dropped and logged.
     *
     * @throws IllegalArgumentException when a scheme cannot be a private-use scheme
     */
    public static TrustedRedirects of(List<String> schemes, List<String> uris) {
        var trustedSchemes = new LinkedHashSet<String>();
        for (var scheme : schemes) {
            trustedSchemes.add(checkedScheme(scheme));
        }
        var trustedUris = new LinkedHashSet<String>();
        for (var uri : uris) {
            if (!isTrustable(uri) || !trustedUris.add(new ResourceUri(uri).value())) {
                log.atWarn().addKeyValue("uri", shown(uri)).log("trusted redirect URI ignored: invalid or repeated");
            }
        }
        return new TrustedRedirects(trustedSchemes, trustedUris);
    }

    /**
     * Whether all the URIs use trusted schemes.
     *
     * @throws IllegalArgumentException when one has no scheme
     */
    boolean trustSchemesOf(Collection<String> redirectUris) {
        return !schemes.isEmpty()
                && redirectUris.stream().map(TrustedRedirects::scheme).allMatch(schemes::contains);
    }

    boolean trust(Collection<String> redirectUris) {
        return !uris.isEmpty()
                && redirectUris.stream()
                        .map(uri -> new ResourceUri(uri).value())
                        .allMatch(uris::contains);
    }

    private static String scheme(String text) {
        var scheme = URI.create(text).getScheme();
        if (scheme == null) {
            throw new IllegalArgumentException("no scheme");
        }
        return scheme.toLowerCase(Locale.ROOT);
    }

    /** Whether an application can have the scheme to itself. */
    public static boolean isScheme(String scheme) {
        var name = scheme.toLowerCase(Locale.ROOT);
        return RedirectUris.SCHEME.matcher(name).matches()
                && !name.equals("http")
                && !name.equals("https")
                && !RedirectUris.BLOCKED_SCHEMES.contains(name);
    }

    private static String checkedScheme(String scheme) {
        if (!isScheme(scheme)) {
            throw new IllegalArgumentException("\"" + scheme + "\" cannot be a scheme of an application");
        }
        return scheme.toLowerCase(Locale.ROOT);
    }

    private static boolean isTrustable(String text) {
        try {
            var uri = new URI(text);
            return "https".equalsIgnoreCase(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawFragment() == null
                    && !Loopback.is(uri.getHost())
                    && !isPrivateLiteral(uri.getHost());
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean isPrivateLiteral(String host) {
        try {
            return LITERAL.matcher(host).matches() && !AddressRule.PUBLIC.allows(InetAddress.getByName(host));
        } catch (UnknownHostException e) {
            return true;
        }
    }

    /** Without what may be secret. */
    private static String shown(String uri) {
        return uri.split("[?#]", 2)[0].replaceFirst("//[^/]*@", "//");
    }
}

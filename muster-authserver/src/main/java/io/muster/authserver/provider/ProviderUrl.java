package io.muster.authserver.provider;

import io.muster.wire.outbound.OutboundPolicy;
import io.muster.wire.outbound.OutboundPolicy.AddressRule;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Which URLs an identity provider may have: {@code https} with a host, without credentials and fragment, and no literal
 * address inside somebody's network. Where names lead is checked when they are connected to.
 */
public final class ProviderUrl {
    private static final int LONGEST = 2048;
    private static final int REDIRECTS = 3;
    private static final long LARGEST_BODY = 1 << 20;
    private static final int UNIQUE_LOCAL = 0xFC;
    private static final int UNIQUE_LOCAL_MASK = 0xFE;

    private ProviderUrl() {}

    /**
     * How the provider may be reached. Names of private addresses need permission, save {@code localhost}, which operators
     * write down when they mean it.
     *
     * @throws ProviderFailure {@code INVALID} when the issuer is no URL that a provider may have
     */
    public static OutboundPolicy policy(String issuer, boolean allowPrivateAddresses) {
        var uri = issuer(issuer);
        var anywhere = allowPrivateAddresses || "localhost".equalsIgnoreCase(uri.getHost());
        return new OutboundPolicy(
                Set.of("https"),
                anywhere ? AddressRule.ANY : AddressRule.PUBLIC,
                REDIRECTS,
                LARGEST_BODY,
                Duration.ofSeconds(10));
    }

    /** Whether a provider may have that issuer. */
    public static boolean isIssuer(String text) {
        return parsedIssuer(text).isPresent();
    }

    private static Optional<URI> parsedIssuer(String text) {
        return parse(text).filter(uri -> uri.getRawQuery() == null);
    }

    static URI issuer(String text) {
        return parsedIssuer(text)
                .orElseThrow(() -> new ProviderFailure(
                        ProviderFailure.Kind.INVALID,
                        "invalid_issuer",
                        "the issuer of the identity provider must be an https URL with a public host name"));
    }

    static Optional<URI> parse(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            var uri = new URI(text);
            var usable = "https".equalsIgnoreCase(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawFragment() == null
                    && !isPrivateLiteral(uri.getHost());
            return usable ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static boolean isPrivateLiteral(String host) {
        if (!host.startsWith("[") && !Character.isDigit(host.charAt(0))) {
            return false;
        }
        try {
            var address = InetAddress.ofLiteral(host);
            return address.isAnyLocalAddress()
                    || address.isLoopbackAddress()
                    || address.isLinkLocalAddress()
                    || address.isSiteLocalAddress()
                    || address.isMulticastAddress()
                    || isUniqueLocal(address.getAddress());
        } catch (IllegalArgumentException aName) {
            return false;
        }
    }

    private static boolean isUniqueLocal(byte[] address) {
        return address.length > 4 && (address[0] & UNIQUE_LOCAL_MASK) == UNIQUE_LOCAL;
    }
}

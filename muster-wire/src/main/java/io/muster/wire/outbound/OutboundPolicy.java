package io.muster.wire.outbound;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Set;

/**
 * What a request may reach and cost.
 *
 * @param schemes allowed URI schemes, in lower case
 * @param addresses which resolved addresses may be connected to; checked where the connection is made, so that a second
 *     DNS answer cannot slip in
 * @param maxRedirects redirects to follow; each target is checked again, and credentials are dropped when the origin
 *     changes
 * @param maxBodyBytes limit of a body that is read as a whole
 * @param connectTimeout limit for connecting, TLS included
 */
public record OutboundPolicy(
        Set<String> schemes, AddressRule addresses, int maxRedirects, long maxBodyBytes, Duration connectTimeout) {

    /** Which addresses may be connected to. */
    public enum AddressRule {
        /** Any: for URLs that an operator configured. */
        ANY,
        /** Only addresses of the public internet: for URLs that a stranger supplied. */
        PUBLIC;

        /** Whether that address may be connected to. */
        public boolean allows(InetAddress address) {
            return this == ANY || AddressRules.isPublic(address);
        }
    }

    /** For backends that an operator configured. */
    public static final OutboundPolicy OPERATOR =
            new OutboundPolicy(Set.of("http", "https"), AddressRule.ANY, 0, 64L << 20, Duration.ofSeconds(10));

    public OutboundPolicy {
        schemes = Set.copyOf(schemes);
    }
}

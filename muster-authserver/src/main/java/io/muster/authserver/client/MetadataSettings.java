package io.muster.authserver.client;

import io.muster.wire.outbound.OutboundPolicy;
import io.muster.wire.outbound.OutboundPolicy.AddressRule;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which metadata documents of clients are read.
 *
 * @param enabled whether any is
 * @param allowedDomains those of clients, subdomains included; all when empty
 * @param deniedDomains never those, subdomains included
 * @param labHosts hosts that may have private addresses: for tests in closed networks
 * @param largest bytes of a document
 * @param userAgent how we introduce ourselves
 */
public record MetadataSettings(
        boolean enabled,
        Set<String> allowedDomains,
        Set<String> deniedDomains,
        Set<String> labHosts,
        int largest,
        String userAgent) {
    private static final int LARGEST = 64 << 10;
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

    public MetadataSettings {
        allowedDomains = lowerCase(allowedDomains);
        deniedDomains = lowerCase(deniedDomains);
        labHosts = lowerCase(labHosts);
    }

    public static MetadataSettings defaults(String userAgent) {
        return new MetadataSettings(true, Set.of(), Set.of(), Set.of(), LARGEST, userAgent);
    }

    /**
     * What the requests of {@link MetadataDocuments} and {@link ClientKeys} must be bounded by: https, no redirects, and
     * for all but the lab hosts addresses of the public internet.
     */
    public OutboundPolicy policy(AddressRule addresses) {
        return new OutboundPolicy(Set.of("https"), addresses, 0, 1 << 20, CONNECT_LIMIT);
    }

    boolean admits(String host) {
        var name = host.toLowerCase(Locale.ROOT);
        return (allowedDomains.isEmpty() || isWithin(name, allowedDomains)) && !isWithin(name, deniedDomains);
    }

    boolean isLab(String host) {
        return labHosts.contains(host.toLowerCase(Locale.ROOT));
    }

    private static boolean isWithin(String host, Set<String> domains) {
        return domains.stream().anyMatch(domain -> host.equals(domain) || host.endsWith("." + domain));
    }

    private static Set<String> lowerCase(Set<String> names) {
        return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }
}

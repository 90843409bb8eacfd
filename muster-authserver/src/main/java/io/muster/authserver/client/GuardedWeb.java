package io.muster.authserver.client;

import io.muster.wire.outbound.OutboundClient;
import java.net.URI;

/**
 * Leads to URLs that strangers supply.
 *
 * @param open reaches the public internet only
 * @param lab reaches any address; for the hosts that an operator named
 */
public record GuardedWeb(OutboundClient open, OutboundClient lab) {
    OutboundClient towards(URI uri, MetadataSettings settings) {
        return settings.isLab(uri.getHost()) ? lab : open;
    }
}

package io.muster.authserver.exchange;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * For whom tokens are exchanged.
 *
 * @param clientAudiences by client, the audiences it may ask tokens for
 * @param targets by audience; when empty, there is nothing to exchange
 * @param strictErrors whether refusals have the codes of RFC 8693, which existing clients do not expect
 */
public record BrokerSettings(
        Map<String, Set<String>> clientAudiences, Map<String, BrokerTarget> targets, boolean strictErrors) {
    public BrokerSettings {
        var copies = new HashMap<String, Set<String>>();
        clientAudiences.forEach((client, audiences) -> copies.put(client, Set.copyOf(audiences)));
        clientAudiences = Map.copyOf(copies);
        targets = Map.copyOf(targets);
    }
}

package io.muster.gateway.lease;

import java.util.Set;

/**
 * What the definition of a backend says about its leases.
 *
 * @param requiredAudiences that a forwarded token must have; those of an exchanged one are asked for in the exchange
 */
public record LeaseTerms(LeaseKind kind, Set<String> requiredAudiences) {
    public LeaseTerms {
        requiredAudiences = Set.copyOf(requiredAudiences);
    }
}

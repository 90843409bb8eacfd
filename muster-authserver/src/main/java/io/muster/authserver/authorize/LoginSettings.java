package io.muster.authserver.authorize;

import io.muster.authserver.protocol.Locations;
import io.muster.oauth.ResourceUri;
import io.muster.oauth.Scopes;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How logins go.
 *
 * @param locations where everything is
 * @param flowLifetime how long a login may take
 * @param codeLifetime how long a code may be redeemed
 * @param consent when people are asked
 * @param consentLifetime how long their answer is remembered; zero for not at all
 * @param browserBound whether a login must end in the browser where it began; without this a browser that keeps no cookies
 *     may end it, unless somebody was asked for consent
 * @param supported scopes that may be granted; all when empty
 * @param owned which resources tokens may be for
 * @param resource what tokens are for when a client does not say
 */
public record LoginSettings(
        Locations locations,
        Duration flowLifetime,
        Duration codeLifetime,
        ConsentMode consent,
        Duration consentLifetime,
        boolean browserBound,
        Optional<Scopes> supported,
        Predicate<ResourceUri> owned,
        String resource) {
    public static final Duration FLOW_LIFETIME = Duration.ofMinutes(10);
    public static final Duration CODE_LIFETIME = Duration.ofMinutes(10);
    public static final Duration CONSENT_LIFETIME = Duration.ofDays(90);
}

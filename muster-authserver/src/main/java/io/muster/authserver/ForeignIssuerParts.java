package io.muster.authserver;

import io.muster.authserver.config.AuthServerConfig;
import io.muster.authserver.config.TrustedIssuerConfig;
import io.muster.authserver.provider.LoginProvider;
import io.muster.authserver.resource.ClaimGlob;
import io.muster.authserver.resource.ExternalSessions;
import io.muster.authserver.resource.ForeignIssuers;
import io.muster.authserver.resource.ForwardedTokens;
import io.muster.authserver.resource.TrustedIssuer;
import io.muster.authserver.resource.TrustedIssuers;
import io.muster.oauth.Scopes;
import io.muster.oauth.jose.RemoteKeySet;
import io.muster.wire.outbound.OutboundPolicy;
import io.muster.wire.outbound.OutboundPolicy.AddressRule;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Builds the rules for tokens that others issued. */
final class ForeignIssuerParts {
    private static final long LARGEST_KEY_SET = 1 << 20;
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

    private ForeignIssuerParts() {}

    static ForeignIssuers of(AuthServerConfig config, LoginProvider provider, AuthServerEnvironment environment) {
        var trusted = config.trustedIssuers().stream()
                .map(issuer -> trusted(issuer, environment))
                .toList();
        return new ForeignIssuers(
                new TrustedIssuers(trusted),
                new ForwardedTokens(provider.issuer(), provider.keys(), Set.copyOf(config.trustedAudiences())),
                new ExternalSessions(config.sessions().correlationKey()));
    }

    private static TrustedIssuer trusted(TrustedIssuerConfig config, AuthServerEnvironment environment) {
        var url = config.jwksUrl();
        var anywhere = config.allowPrivateAddresses() || config.privateHosts().contains(url.getHost());
        var policy = new OutboundPolicy(
                Set.of("https"), anywhere ? AddressRule.ANY : AddressRule.PUBLIC, 0, LARGEST_KEY_SET, CONNECT_LIMIT);
        return new TrustedIssuer(
                config.issuer(),
                new RemoteKeySet(url, environment.outbound().apply(policy), environment.clock()),
                Set.copyOf(config.allowedAudiences()),
                new Scopes(config.allowedScopes()),
                globs(config.allowedClaims()),
                config.subjectClaim(),
                Set.copyOf(config.acceptedTypes()));
    }

    private static Map<String, ClaimGlob> globs(Map<String, String> patterns) {
        var globs = new HashMap<String, ClaimGlob>();
        patterns.forEach((claim, pattern) -> globs.put(claim, ClaimGlob.compile(pattern)));
        return globs;
    }
}

package io.muster.cli.login;

import io.muster.oauth.Issuer;
import io.muster.oauth.Scopes;
import io.muster.oauth.discovery.Discovery;
import io.muster.oauth.discovery.DiscoveryResult;
import io.muster.oauth.discovery.Target;
import io.muster.oauth.metadata.MetadataWeb;
import io.muster.oauth.token.TokenClient;
import io.muster.wire.outbound.OutboundClient;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Finds the authorization servers of servers: it is the person who named those, so that any address will do. */
record AuthorizationServers(MetadataWeb web, InstantSource clock) {
    AuthorizationServers(OutboundClient http, InstantSource clock) {
        this(new MetadataWeb(http, http, _ -> false, clock), clock);
    }

    /** @param challenges of the server's refusal */
    DiscoveryResult of(URI endpoint, List<String> challenges) throws InterruptedException {
        return discovered(new Target(endpoint.toString(), endpoint, Optional.empty(), challenges));
    }

    /** That of a token that was issued before. */
    DiscoveryResult issuer(Issuer issuer) throws InterruptedException {
        return discovered(
                new Target(issuer.value(), issuer.uri(), Optional.of(new Target.Pin(issuer, Scopes.NONE)), List.of()));
    }

    /** The client for their token endpoints. */
    TokenClient tokens() {
        return new TokenClient(web, clock);
    }

    private DiscoveryResult discovered(Target target) throws InterruptedException {
        return new Discovery(web, clock).diagnose(target);
    }
}

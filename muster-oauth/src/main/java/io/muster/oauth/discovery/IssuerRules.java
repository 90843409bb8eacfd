package io.muster.oauth.discovery;

import io.muster.oauth.Issuer;
import io.muster.oauth.metadata.AuthorizationServerMetadata;
import io.muster.oauth.metadata.InvalidMetadata;
import io.muster.oauth.metadata.WebUrl;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/** What must agree before metadata is believed. */
final class IssuerRules {
    private IssuerRules() {}

    /** @throws InvalidMetadata when the document is about another issuer */
    static void requireIssuer(AuthorizationServerMetadata metadata, Issuer issuer) {
        if (!metadata.issuer().matches(issuer)) {
            throw new InvalidMetadata("it is about another issuer, " + metadata.issuer());
        }
    }

    /** @throws InvalidMetadata when users cannot be sent there */
    static void requireAuthorizationEndpoint(AuthorizationServerMetadata metadata) {
        if (metadata.authorizationEndpoint().isEmpty()) {
            throw new InvalidMetadata("it has no authorization_endpoint");
        }
    }

    /** Whether a document found at a resource names that place as its issuer. */
    static boolean isOwn(AuthorizationServerMetadata metadata, URI resource) {
        var origin = WebUrl.origin(resource);
        var issuer = metadata.issuer();
        return issuer.matches(new Issuer(origin)) || issuer.matches(new Issuer(origin + WebUrl.path(resource)));
    }

    /**
     * A document that nobody confirms may speak of the hosts of its resource and of its issuer only. And a code that an
     * issuer gives must not be redeemed at the resource, which could redeem it for itself.
     *
     * @throws InvalidMetadata when it does
     */
    static void requireHarmless(AuthorizationServerMetadata metadata, URI resource) {
        requireAuthorizationEndpoint(metadata);
        var own = host(resource);
        var hosts = List.of(own, host(metadata.issuer().uri()));
        var authorization = host(metadata.authorizationEndpoint().orElseThrow());
        var token = host(metadata.tokenEndpoint());
        var registration =
                metadata.registrationEndpoint().map(IssuerRules::host).orElse(own);
        if (!hosts.contains(authorization) || !hosts.contains(token) || !hosts.contains(registration)) {
            throw new InvalidMetadata("its issuer does not confirm it, and its endpoints are at other hosts");
        }
        if (!authorization.equals(own) && !token.equals(authorization)) {
            throw new InvalidMetadata(
                    "its issuer does not confirm it, and codes of the issuer would be redeemed elsewhere");
        }
    }

    private static String host(URI url) {
        return String.valueOf(url.getHost()).toLowerCase(Locale.ROOT);
    }
}

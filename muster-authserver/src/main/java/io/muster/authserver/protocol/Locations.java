package io.muster.authserver.protocol;

import io.muster.oauth.ResourceUri;
import java.net.URI;
import java.util.Set;

/**
 * Where everything is, seen from outside.
 *
 * @param issuer the issuer (RFC 8414 section 2) as configured: the base of all URLs, without trailing slash
 */
public record Locations(String issuer) {
    public Locations {
        if (issuer.endsWith("/")) {
            throw new IllegalArgumentException("an issuer has no trailing slash");
        }
    }

    /** The URL of a path that begins with a slash. */
    public String url(String path) {
        return issuer + path;
    }

    public String callback() {
        return url("/oauth/callback");
    }

    public String resourceMetadata() {
        return url("/.well-known/oauth-protected-resource");
    }

    /** Whether browsers reach us over TLS: decides about HSTS and the prefix of cookies. */
    public boolean isHttps() {
        return issuer.startsWith("https:");
    }

    /** Our own resources: any of them binds a token to this server. */
    public Set<ResourceUri> ownResources() {
        return Set.of(
                new ResourceUri(issuer),
                new ResourceUri(url("/mcp")),
                new ResourceUri(url("/sse")),
                new ResourceUri(url("/message")));
    }

    public URI uri() {
        return URI.create(issuer);
    }
}

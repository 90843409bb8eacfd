package io.muster.oauth.metadata;

import io.muster.oauth.Issuer;
import java.net.URI;
import java.util.List;

/** Where metadata is published (RFC 8414 section 3.1, RFC 9728 section 3.1, OpenID Connect Discovery 1.0 section 4). */
public final class WellKnown {
    private static final String RESOURCE = "/.well-known/oauth-protected-resource";
    private static final String SERVER = "/.well-known/oauth-authorization-server";
    private static final String OPENID = "/.well-known/openid-configuration";

    private WellKnown() {}

    /** The documents that describe an issuer, in the order in which MCP wants them tried. */
    public static List<URI> ofIssuer(Issuer issuer) {
        var origin = WebUrl.origin(issuer.uri());
        var path = WebUrl.path(issuer.uri());
        return path.isEmpty()
                ? List.of(URI.create(origin + SERVER), URI.create(origin + OPENID))
                : List.of(
                        URI.create(origin + SERVER + path),
                        URI.create(origin + OPENID + path),
                        URI.create(origin + path + OPENID));
    }

    /** The metadata of a resource: with its path inserted, then at the root. */
    public static List<URI> ofResource(URI resource) {
        var origin = WebUrl.origin(resource);
        var path = WebUrl.path(resource);
        var root = URI.create(origin + RESOURCE);
        return path.isEmpty() ? List.of(root) : List.of(URI.create(origin + RESOURCE + path), root);
    }

    /** Authorization server metadata at a resource that has none of its own: RFC 8414. */
    public static List<URI> serverAtResource(URI resource) {
        var origin = WebUrl.origin(resource);
        var path = WebUrl.path(resource);
        var root = URI.create(origin + SERVER);
        return path.isEmpty() ? List.of(root) : List.of(root, URI.create(origin + SERVER + path));
    }

    /** The same by OpenID Connect. */
    public static List<URI> openidAtResource(URI resource) {
        var origin = WebUrl.origin(resource);
        var path = WebUrl.path(resource);
        var root = URI.create(origin + OPENID);
        return path.isEmpty()
                ? List.of(root)
                : List.of(root, URI.create(origin + OPENID + path), URI.create(origin + path + OPENID));
    }
}

package io.muster.authserver.resource;

import io.muster.authserver.protocol.Answers;
import io.muster.authserver.protocol.Locations;
import io.muster.oauth.jose.SignatureAlgorithm;
import io.muster.wire.http.HttpHandler;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import java.util.List;
import java.util.Set;

/**
 * The documents below {@code /.well-known/}: of the authorization server (RFC 8414, also under the name of OpenID Connect
 * Discovery) and of the protected resources (RFC 9728). For an issuer with a path they are at the locations that the
 * standards derive from it, besides those of an issuer without.
 */
public final class MetadataEndpoint implements HttpHandler {
    private static final String SERVER = "/.well-known/oauth-authorization-server";
    private static final String OPENID = "/.well-known/openid-configuration";
    private static final String RESOURCE = "/.well-known/oauth-protected-resource";
    private static final Set<String> METHODS = Set.of("GET", "HEAD");

    private final Locations locations;
    private final MetadataSettings settings;
    private final MetadataPaths paths;
    private final Answers answers;
    private final Set<String> serverPaths;
    private final List<String> resourcePrefixes;
    private final HttpResponse server;

    public MetadataEndpoint(Locations locations, MetadataSettings settings, Answers answers) {
        this.locations = locations;
        this.settings = settings;
        this.paths = new MetadataPaths(settings.own(), settings.eachEndpoint());
        this.answers = answers;
        this.server = answers.document(ServerMetadata.of(locations, settings));
        var path = locations.uri().getRawPath();
        this.serverPaths = path.isEmpty()
                ? Set.of(SERVER, OPENID)
                : Set.of(SERVER, OPENID, SERVER + path, OPENID + path, path + OPENID, path + SERVER);
        this.resourcePrefixes =
                path.isEmpty() ? List.of(RESOURCE) : List.of(RESOURCE + path, path + RESOURCE, RESOURCE);
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        if (serverPaths.contains(request.path())) {
            return METHODS.contains(request.method()) ? server : other(request);
        }
        for (var prefix : resourcePrefixes) {
            if (request.path().startsWith(prefix)) {
                var endpoint = request.path().substring(prefix.length());
                if (endpoint.isEmpty() || paths.describes(endpoint)) {
                    return METHODS.contains(request.method()) ? resource(endpoint) : other(request);
                }
            }
        }
        return HttpResponse.text(404, "404 page not found");
    }

    private HttpResponse resource(String endpoint) {
        var suffix = paths.suffix(endpoint);
        var resource = suffix.isEmpty() ? settings.own().identifier() : locations.url(suffix);
        var document = JsonObject.builder()
                .put("resource", resource)
                .put("authorization_servers", JsonArray.ofStrings(List.of(locations.issuer())))
                .put("bearer_methods_supported", JsonArray.ofStrings(List.of("header")))
                .put("dpop_signing_alg_values_supported", JsonArray.ofStrings(SignatureAlgorithm.names()));
        if (!settings.scopes().isEmpty()) {
            document.put(
                    "scopes_supported", JsonArray.ofStrings(settings.scopes().values()));
        }
        settings.documentation().ifPresent(url -> document.put("resource_documentation", url));
        return answers.document(document.build());
    }

    private static HttpResponse other(HttpRequest request) {
        var answer = request.method().equals("OPTIONS")
                ? HttpResponse.of(204)
                : HttpResponse.text(405, "Method not allowed");
        return answer.with("Allow", "GET, HEAD, OPTIONS");
    }
}

package io.muster.oauth.metadata;

import io.muster.oauth.Issuer;
import io.muster.oauth.ResourceUri;
import io.muster.oauth.Scopes;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a protected resource says about itself (RFC 9728 section 2): at least one authorization server, each an acceptable
 * issuer.
 *
 * @param json the document as it was read
 */
public record ProtectedResourceMetadata(JsonObject json) {
    private static final int MOST_SERVERS = 10;

    /** @throws InvalidMetadata when it names no acceptable authorization server, or no use of tokens that muster makes */
    public ProtectedResourceMetadata {
        issuers(json);
        if (json.has("bearer_methods_supported")
                && !AuthorizationServerMetadata.texts(json, "bearer_methods_supported")
                        .contains("header")) {
            throw new InvalidMetadata("it does not accept tokens in the Authorization header");
        }
    }

    public List<Issuer> authorizationServers() {
        return issuers(json);
    }

    public Optional<String> resource() {
        return json.text("resource");
    }

    public Scopes scopesSupported() {
        return new Scopes(AuthorizationServerMetadata.texts(json, "scopes_supported"));
    }

    /**
     * Refuses a document about something else: its resource must have the origin of the URL, and the URL's path must be
     * that of the resource or lie below it.
     *
     * @throws InvalidMetadata when it does not
     */
    public void requireAbout(URI url) {
        if (resource().isEmpty()) {
            return;
        }
        var resource = resource()
                .flatMap(WebUrl::parse)
                .orElseThrow(() -> new InvalidMetadata("its resource is not an https URL"));
        var base = WebUrl.path(resource);
        var path = WebUrl.path(url);
        var below = path.equals(base) || path.startsWith(base + "/");
        if (!WebUrl.origin(resource).equals(WebUrl.origin(url)) || !below) {
            throw new InvalidMetadata("it is about another resource, " + new ResourceUri(resource.toString()));
        }
    }

    private static List<Issuer> issuers(JsonObject json) {
        if (!(json.get("authorization_servers").orElse(JsonArray.EMPTY) instanceof JsonArray servers)
                || servers.isEmpty()) {
            throw new InvalidMetadata("it names no authorization_servers");
        }
        if (servers.size() > MOST_SERVERS) {
            throw new InvalidMetadata("it names more than " + MOST_SERVERS + " authorization_servers");
        }
        var issuers = new ArrayList<Issuer>();
        for (var server : servers.values()) {
            issuers.add(Optional.of(server)
                    .filter(JsonString.class::isInstance)
                    .flatMap(text -> Issuer.parse(((JsonString) text).value()))
                    .orElseThrow(() -> new InvalidMetadata("one of its authorization_servers is not an https URL")));
        }
        return List.copyOf(issuers);
    }
}

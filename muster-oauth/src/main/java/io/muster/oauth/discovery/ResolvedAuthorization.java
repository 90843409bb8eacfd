package io.muster.oauth.discovery;

import io.muster.oauth.Issuer;
import io.muster.oauth.Scopes;
import io.muster.oauth.metadata.AuthorizationServerMetadata;
import java.net.URI;
import java.util.Optional;

/**
 * Who issues tokens for an MCP server, and what is asked of it.
 *
 * @param metadata has an authorization endpoint
 * @param resource the value of the {@code resource} parameter (RFC 8707)
 * @param pinnedScopes what the operator wants asked for
 * @param challengeScopes what the server's challenge named
 * @param resourceScopes what the metadata of the resource lists
 */
public record ResolvedAuthorization(
        AuthorizationServerMetadata metadata,
        Provenance provenance,
        URI resource,
        Scopes pinnedScopes,
        Optional<Scopes> challengeScopes,
        Scopes resourceScopes) {

    public Issuer issuer() {
        return metadata.issuer();
    }
}

package io.muster.oauth.codeflow;

import io.muster.oauth.Issuer;
import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import io.muster.oauth.SessionId;
import io.muster.oauth.Subject;
import io.muster.oauth.discovery.Provenance;
import io.muster.oauth.registration.ClientIdentity;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * A login that a browser was sent to. Everything that the return is checked against is in here; the browser carries
 * nothing but the handle under which it is kept.
 *
 * @param owner who wants to be logged in, and where
 * @param server how the authorization server is reached, and who it must be
 * @param scopes that were asked for
 * @param resource what the token is for; empty where the server refuses to be told
 * @param authorizationUrl where the browser is sent
 * @param returnTo where it goes in the end
 */
public record PendingLogin(
        Owner owner,
        Server server,
        ClientIdentity client,
        URI redirectUri,
        Scopes scopes,
        Optional<URI> resource,
        Secret verifier,
        URI authorizationUrl,
        Optional<URI> returnTo,
        Instant createdAt) {

    /** @param backend name of the MCP server */
    public record Owner(SessionId session, Subject subject, String backend) {}

    /** @param sendsIssuer whether it promises to name itself when it returns the browser */
    public record Server(Issuer issuer, Provenance provenance, URI tokenEndpoint, boolean sendsIssuer) {}

    public PendingLogin returningTo(URI target) {
        return new PendingLogin(
                owner,
                server,
                client,
                redirectUri,
                scopes,
                resource,
                verifier,
                authorizationUrl,
                Optional.of(target),
                createdAt);
    }
}

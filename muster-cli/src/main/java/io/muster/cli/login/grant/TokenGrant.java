package io.muster.cli.login.grant;

import io.muster.oauth.ResourceUri;
import io.muster.oauth.Secret;
import java.net.URI;
import java.util.Optional;

/** What a client presents to get tokens. */
public sealed interface TokenGrant {
    /** What the token is to be for (RFC 8707 section 2.2); not sent when empty. */
    Optional<ResourceUri> resource();

    /**
     * The end of the authorization code flow.
     *
     * @param redirectUri the one of the authorization request
     * @param verifier of its PKCE challenge
     * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3">RFC 6749, 4.1.3</a>
     */
    record AuthorizationCode(Secret code, URI redirectUri, Secret verifier, Optional<ResourceUri> resource)
            implements TokenGrant {}

    /**
     * New tokens without the person.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-6">RFC 6749, 6</a>
     */
    record Refresh(Secret refreshToken, Optional<ResourceUri> resource) implements TokenGrant {}
}

package io.muster.authserver.token;

import io.muster.authserver.protocol.FormParameters;
import io.muster.authserver.protocol.OAuthRejection;
import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import java.util.List;
import java.util.Optional;

/** What is asked of the token endpoint (RFC 6749 section 3.2). */
public sealed interface TokenRequest {
    String TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";

    /**
     * Redeems a code (RFC 6749 section 4.1.3).
     *
     * @param redirectUri to be compared when it is sent; clients of OAuth 2.1 omit it
     * @param verifier of PKCE; empty when it was not sent
     * @param resources narrows what the tokens are for (RFC 8707 section 2.2)
     */
    record AuthorizationCode(Secret code, Optional<String> redirectUri, Secret verifier, List<String> resources)
            implements TokenRequest {}

    /**
     * Refreshes a session (RFC 6749 section 6).
     *
     * @param scopes narrows the access token
     * @param resources the same
     */
    record Refresh(Secret token, Optional<Scopes> scopes, List<String> resources) implements TokenRequest {}

    /** Exchanges a token (RFC 8693 section 2.1). */
    record Exchange(FormParameters form) implements TokenRequest {}

    /**
     * @throws OAuthRejection when a parameter is missing or the grant type is not known
     */
    static TokenRequest parse(FormParameters form) {
        return switch (form.required("grant_type", "grant_type is required")) {
            case "authorization_code" -> authorizationCode(form);
            case "refresh_token" -> refresh(form);
            case TOKEN_EXCHANGE -> new Exchange(form);
            default -> throw new OAuthRejection(Grant.UNSUPPORTED_GRANT_TYPE);
        };
    }

    /** The grant type as measurements name it: what is not known has one name. */
    static String label(FormParameters form) {
        return switch (form.text("grant_type").orElse("")) {
            case "authorization_code" -> "authorization_code";
            case "refresh_token" -> "refresh_token";
            case TOKEN_EXCHANGE -> "token_exchange";
            default -> "unknown";
        };
    }

    private static AuthorizationCode authorizationCode(FormParameters form) {
        return new AuthorizationCode(
                new Secret(form.required("code", "Required parameter 'code' missing")),
                form.text("redirect_uri"),
                new Secret(form.text("code_verifier").orElse("")),
                form.all("resource"));
    }

    private static Refresh refresh(FormParameters form) {
        return new Refresh(
                new Secret(form.required("refresh_token", "refresh_token is required")),
                form.text("scope").map(Scopes::parse),
                form.all("resource"));
    }
}

package io.muster.authserver.protocol;

import java.util.regex.Pattern;

/**
 * An error as protocols name it (RFC 6749 section 5.2 and the registry of OAuth extension errors).
 *
 * @param status HTTP status where it is answered directly
 * @param code for programs
 * @param description for developers; fixed texts, never what another party sent. Characters outside of the set that the
 *     standard allows are replaced, so that it can stand in headers and URLs
 */
public record OAuthError(int status, String code, String description) {
    /** RFC 6749 appendix A.8. */
    private static final Pattern NOT_ALLOWED = Pattern.compile("[^\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]");

    public OAuthError {
        description = NOT_ALLOWED.matcher(description).replaceAll("?");
    }

    /** The same with the reference by which operators find the story; most clients show descriptions to the person. */
    public OAuthError withReference(String reference) {
        return new OAuthError(status, code, description + " (reference " + reference + ")");
    }

    public static OAuthError invalidRequest(String description) {
        return new OAuthError(400, "invalid_request", description);
    }

    public static OAuthError invalidClient(String description) {
        return new OAuthError(401, "invalid_client", description);
    }

    public static OAuthError invalidGrant(String description) {
        return new OAuthError(400, "invalid_grant", description);
    }

    public static OAuthError invalidScope(String description) {
        return new OAuthError(400, "invalid_scope", description);
    }

    public static OAuthError invalidTarget(String description) {
        return new OAuthError(400, "invalid_target", description);
    }

    public static OAuthError unauthorizedClient(String description) {
        return new OAuthError(400, "unauthorized_client", description);
    }

    /** Metadata that a client must not register (RFC 7591 section 3.2.2). */
    public static OAuthError invalidClientMetadata(String description) {
        return new OAuthError(400, "invalid_client_metadata", description);
    }

    /** A redirect URI that a client must not register (RFC 7591 section 3.2.2). */
    public static OAuthError invalidRedirectUri(String description) {
        return new OAuthError(400, "invalid_redirect_uri", description);
    }

    /** A limit is exceeded. */
    public static OAuthError rateLimitExceeded(String description) {
        return new OAuthError(429, "rate_limit_exceeded", description);
    }

    public static OAuthError temporarilyUnavailable() {
        return new OAuthError(503, "temporarily_unavailable", "The service is temporarily unavailable, please retry");
    }

    public static OAuthError serverError() {
        return new OAuthError(500, "server_error", "An internal error occurred");
    }
}

package io.muster.authserver.authorize;

import io.muster.authserver.protocol.OAuthError;
import io.muster.authserver.provider.ProviderFailure;
import java.util.Set;

/** What clients are told when the identity provider fails or refuses. */
final class Failures {
    /** What a client can do something about; all else is our affair. */
    private static final Set<String> PASSED_ON = Set.of(
            "access_denied",
            "login_required",
            "consent_required",
            "interaction_required",
            "account_selection_required");

    /** What a client sends along is kept until the login is over. */
    static final OAuthError TOO_LARGE = OAuthError.invalidRequest("The request is larger than what can be stored");

    /** Tokens and claims of the provider: the client asked for nothing wrong, and trying again does not help. */
    static final OAuthError PROVIDER_TOO_LARGE = new OAuthError(
            500, "server_error", "What the identity provider says of the person is larger than what can be stored");

    private Failures() {}

    static OAuthError error(ProviderFailure failure) {
        return switch (failure.kind()) {
            case UNAVAILABLE -> OAuthError.temporarilyUnavailable();
            case REFUSED, INVALID ->
                new OAuthError(500, "server_error", "The login at the identity provider could not be completed");
        };
    }

    /** For an error that the identity provider sent with the browser; its texts go nowhere. */
    static OAuthError error(String providerError) {
        if (PASSED_ON.contains(providerError)) {
            return new OAuthError(400, providerError, "The identity provider did not log the person in");
        }
        return providerError.equals("temporarily_unavailable")
                ? OAuthError.temporarilyUnavailable()
                : new OAuthError(500, "server_error", "The identity provider reported an error");
    }

    /** As it may be logged: one of the registered codes, or that it is none of them. */
    static String shown(String providerError) {
        return PASSED_ON.contains(providerError) || REGISTERED.contains(providerError) ? providerError : "other";
    }

    private static final Set<String> REGISTERED = Set.of(
            "invalid_request",
            "unauthorized_client",
            "unsupported_response_type",
            "invalid_scope",
            "server_error",
            "temporarily_unavailable");
}

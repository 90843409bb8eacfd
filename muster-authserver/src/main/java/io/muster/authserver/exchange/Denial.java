package io.muster.authserver.exchange;

import io.muster.authserver.protocol.OAuthError;

/**
 * Why an exchange does not take place.
 *
 * @param reason for operators
 * @param usual what existing clients expect to be told
 * @param lax whether the standard wants another code
 */
record Denial(String reason, OAuthError usual, boolean lax) {
    static final Denial NO_AUDIENCE = new Denial(
            "token_exchange_jwt_mode_required", OAuthError.invalidGrant("subject token invalid or rejected"), true);
    static final Denial PUBLIC_CLIENT = new Denial(
            "exchange_public_client",
            OAuthError.unauthorizedClient("brokered token exchange requires a confidential client"),
            false);
    static final Denial WITH_PROOF = new Denial(
            "exchange_with_dpop",
            OAuthError.invalidRequest("DPoP binding is not supported for brokered token exchange"),
            false);
    static final Denial AUDIENCE = new Denial(
            "exchange_audience_not_served", OAuthError.invalidTarget("the requested audience cannot be served"), false);
    static final Denial TOKEN_TYPE = new Denial(
            "exchange_token_type",
            new OAuthError(400, "unsupported_grant_type", "no validator registered for this token type"),
            true);
    static final Denial SUBJECT_TOKEN =
            new Denial("exchange_subject_token", OAuthError.invalidGrant("subject token invalid or rejected"), true);
    static final Denial ACTOR_TOKEN =
            new Denial("exchange_actor_token", OAuthError.invalidGrant("actor token invalid or rejected"), true);
    static final Denial DELEGATION = new Denial(
            "exchange_delegation", OAuthError.invalidTarget("delegation to this actor is not permitted"), false);
    static final Denial SCOPE = new Denial(
            "exchange_scope",
            OAuthError.invalidScope("the issuer of the subject token may not grant what this audience needs"),
            false);
    /**
     * For the client.
     *
     * @param strict whether codes are those of RFC 8693 section 2.2.2
     */
    OAuthError error(boolean strict) {
        return lax && strict ? OAuthError.invalidRequest(usual.description()) : usual;
    }
}

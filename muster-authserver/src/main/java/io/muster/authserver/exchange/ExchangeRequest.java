package io.muster.authserver.exchange;

import io.muster.authserver.protocol.FormParameters;
import io.muster.authserver.protocol.OAuthError;
import io.muster.authserver.protocol.OAuthRejection;
import io.muster.authserver.provider.TokenExchangeClient;
import io.muster.oauth.Secret;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a client asks for (RFC 8693 section 2.1). The kind of token that it would like and the scope are not looked at:
 * both are decided by the operator of this server.
 *
 * @param subject about whom the token is to be
 * @param actor who acts for the subject
 * @param audiences where the token is to be used
 */
record ExchangeRequest(Presented subject, Optional<Presented> actor, List<String> audiences) {
    private static final Set<String> TYPES =
            Set.of(TokenExchangeClient.ID_TOKEN, TokenExchangeClient.ACCESS_TOKEN, TokenExchangeClient.JWT);

    /**
     * A token and what it is said to be.
     *
     * @param type a URN, as it was sent
     */
    record Presented(Secret token, String type) {
        boolean isOfKnownType() {
            return TYPES.contains(type);
        }

        boolean isSaidToBeAccessToken() {
            return type.equals(TokenExchangeClient.ACCESS_TOKEN);
        }
    }

    /**
     * @throws OAuthRejection {@code invalid_request} when a parameter is missing, or there without the one it belongs to
     */
    static ExchangeRequest parse(FormParameters form) {
        var token = form.required("subject_token", "subject_token is required");
        var type = form.required("subject_token_type", "subject_token_type is required");
        return new ExchangeRequest(new Presented(new Secret(token), type), actor(form), form.all("audience"));
    }

    private static Optional<Presented> actor(FormParameters form) {
        var token = form.text("actor_token");
        if (token.isEmpty() && form.text("actor_token_type").isPresent()) {
            throw new OAuthRejection(
                    OAuthError.invalidRequest("actor_token_type must not be sent without actor_token"));
        }
        return token.map(value -> new Presented(
                new Secret(value),
                form.required("actor_token_type", "actor_token_type is required when actor_token is present")));
    }
}

package io.muster.authserver.authorize;

import io.muster.authserver.protocol.FormParameters;
import io.muster.authserver.protocol.OAuthError;
import io.muster.authserver.protocol.OAuthRejection;
import io.muster.oauth.Secret;
import java.util.Optional;

/**
 * What the identity provider sends with the browser (RFC 6749 section 4.1.2).
 *
 * @param state our own
 * @param issuer who claims to answer (RFC 9207)
 * @param outcome a code, or why there is none
 */
record CallbackRequest(Secret state, Optional<String> issuer, Outcome outcome) {
    private static final int SHORTEST_STATE = 24;
    private static final int LONGEST_STATE = 512;

    sealed interface Outcome {
        record Code(String value) implements Outcome {}

        record Failed(String error) implements Outcome {}
    }

    /**
     * @throws OAuthRejection to be told to the person: whoever sent this knows no login
     */
    static CallbackRequest parse(FormParameters form) {
        var state = form.text("state").filter(CallbackRequest::isPossible);
        var outcome = form.text("error")
                .<Outcome>map(Outcome.Failed::new)
                .or(() -> form.text("code").map(Outcome.Code::new));
        if (state.isEmpty() || outcome.isEmpty()) {
            throw new OAuthRejection(OAuthError.invalidRequest("state and code are required"));
        }
        return new CallbackRequest(new Secret(state.get()), form.text("iss"), outcome.get());
    }

    private static boolean isPossible(String state) {
        return state.length() >= SHORTEST_STATE && state.length() <= LONGEST_STATE;
    }
}

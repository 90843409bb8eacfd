package io.muster.authserver.authorize;

import io.muster.authserver.protocol.FormParameters;
import io.muster.authserver.protocol.OAuthError;
import io.muster.authserver.protocol.OAuthRejection;
import io.muster.oauth.ClientId;
import java.util.Optional;

/**
 * Whom the answer to an authorization request is for. As long as this is not known and checked, errors are told to the
 * person, never to a redirect URI.
 */
record Target(ClientId client, Optional<String> redirectUri) {
    private static final int LONGEST_NONCE = 512;
    private static final int LONGEST_STATE = 512;
    private static final int LONGEST_ID = 2048;

    /**
     * @throws OAuthRejection to be answered directly
     */
    static Target parse(FormParameters form) {
        if (form.text("nonce").filter(nonce -> nonce.length() > LONGEST_NONCE).isPresent()) {
            throw new OAuthRejection(OAuthError.invalidRequest("nonce is too long"));
        }
        var client = form.required("client_id", "client_id is required");
        if (client.isBlank() || client.length() > LONGEST_ID) {
            throw new OAuthRejection(OAuthError.invalidRequest("Unknown client"));
        }
        return new Target(new ClientId(client), form.text("redirect_uri"));
    }

    /**
     * The client's state, which goes into every answer; empty when there is none.
     *
     * @throws OAuthRejection to be answered directly
     */
    static String state(FormParameters form) {
        var state = form.text("state").orElse("");
        if (state.length() > LONGEST_STATE) {
            throw new OAuthRejection(OAuthError.invalidRequest("state is too long"));
        }
        return state;
    }
}

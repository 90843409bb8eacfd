package io.muster.authserver.exchange;

import io.muster.authserver.protocol.FormParameters;
import io.muster.authserver.protocol.OAuthError;
import io.muster.authserver.protocol.OAuthRejection;
import io.muster.authserver.protocol.Requester;
import io.muster.authserver.token.Grant;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.json.JsonObject;

/**
 * Token exchange at a server that issues opaque tokens and brokers for nobody: a well-formed request is understood and
 * refused, because there is no audience that it could serve (RFC 8693 section 2.2.2).
 */
public final class UnservedExchange implements Grant {
    @Override
    public JsonObject answer(HttpRequest request, FormParameters form, Requester requester) {
        form.required("subject_token", "subject_token is required");
        form.required("subject_token_type", "subject_token_type is required");
        if (form.text("actor_token").isPresent()) {
            form.required("actor_token_type", "actor_token_type is required when actor_token is present");
        }
        throw new OAuthRejection(
                form.all("audience").isEmpty()
                        ? OAuthError.invalidGrant("subject token invalid or rejected")
                        : OAuthError.invalidTarget("the requested audience cannot be served"));
    }
}

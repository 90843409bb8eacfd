package io.muster.authserver.token;

import io.muster.authserver.protocol.FormParameters;
import io.muster.authserver.protocol.OAuthError;
import io.muster.authserver.protocol.OAuthRejection;
import io.muster.authserver.protocol.Requester;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.json.JsonObject;

/** A grant that somebody else knows how to handle, client authentication included. */
public interface Grant {
    OAuthError UNSUPPORTED_GRANT_TYPE = new OAuthError(400, "unsupported_grant_type", "Grant type not supported");

    /** For grants that are not offered. */
    Grant NOT_OFFERED = (request, form, requester) -> {
        throw new OAuthRejection(UNSUPPORTED_GRANT_TYPE);
    };

    /**
     * The answer to a request for this grant.
     *
     * @throws OAuthRejection when it is refused
     */
    JsonObject answer(HttpRequest request, FormParameters form, Requester requester) throws InterruptedException;
}

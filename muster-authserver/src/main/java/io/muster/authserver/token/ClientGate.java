package io.muster.authserver.token;

import io.muster.authserver.limit.RateLimit;
import io.muster.authserver.protocol.FormParameters;
import io.muster.authserver.protocol.OAuthError;
import io.muster.authserver.protocol.OAuthRejection;
import io.muster.authserver.store.RegisteredClient;
import io.muster.wire.http.HttpRequest;

/** Lets a client in that has proven to be who it is and does not ask too often. */
final class ClientGate {
    private static final OAuthError TOO_OFTEN =
            OAuthError.rateLimitExceeded("Rate limit exceeded. Please try again later.");

    private final ClientAuthentication clients;
    private final RateLimit limit;

    ClientGate(ClientAuthentication clients, RateLimit limit) {
        this.clients = clients;
        this.limit = limit;
    }

    /** Public clients are not counted: anybody may use their name. */
    RegisteredClient admitted(HttpRequest request, FormParameters form) throws InterruptedException {
        var client = clients.authenticate(request, form);
        if (!client.isPublic() && !limit.admits(client.id().value())) {
            throw new OAuthRejection(TOO_OFTEN);
        }
        return client;
    }
}

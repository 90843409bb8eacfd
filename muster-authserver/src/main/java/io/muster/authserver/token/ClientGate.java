package io.muster.authserver.token;

import io.muster.authserver.audit.Audit.About;
import io.muster.authserver.audit.ExceededLimits;
import io.muster.authserver.protocol.FormParameters;
import io.muster.authserver.protocol.OAuthError;
import io.muster.authserver.protocol.OAuthRejection;
import io.muster.authserver.store.RegisteredClient;
import io.muster.wire.http.HttpRequest;

/** Lets a client in that has proven to be who it is and does not ask too often. */
final class ClientGate {
    private static final OAuthError TOO_OFTEN =
            OAuthError.rateLimitExceeded("Rate limit exceeded. Please try again later.");

    private final EndpointContext at;
    private final ExceededLimits limits;

    ClientGate(EndpointContext at) {
        this.at = at;
        this.limits = new ExceededLimits(at.audit(), at.meters());
    }

    /** Public clients are not counted: anybody may use their name. */
    RegisteredClient admitted(HttpRequest request, FormParameters form) throws InterruptedException {
        var client = at.clients().authenticate(request, form);
        if (!client.isPublic() && !at.limit().admits(client.id().value())) {
            limits.exceeded("client", at.requesters().apply(request), About.of(client.id()));
            throw new OAuthRejection(TOO_OFTEN);
        }
        return client;
    }
}

package io.muster.authserver.token;

import io.muster.authserver.protocol.FormParameters;
import io.muster.authserver.store.RegisteredClient;
import io.muster.wire.http.HttpRequest;

/** Finds out which client sends a request (RFC 6749 section 2.3). */
@FunctionalInterface
public interface ClientAuthentication {
    /**
     * The client: authenticated if it is confidential, else the one that it says it is.
     *
     * @throws io.muster.authserver.protocol.OAuthRejection when it is not known or cannot prove to be who it is
     */
    RegisteredClient authenticate(HttpRequest request, FormParameters form) throws InterruptedException;
}

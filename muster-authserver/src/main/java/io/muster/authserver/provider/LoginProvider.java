package io.muster.authserver.provider;

import io.muster.oauth.Scopes;
import io.muster.oauth.jose.KeySet;
import io.muster.wire.time.Deadline;

/** An identity provider as logins and the start of the server use it. */
public interface LoginProvider extends IdentityProvider {
    /** What the provider is asked for when a client is to be granted these scopes; people are shown it. */
    Scopes askedFor(Scopes scopes);

    /** What it signs ID tokens with. */
    KeySet keys();

    /** Whether logins are possible: reads what is needed, the first time over the network. */
    Readiness readiness(Deadline deadline) throws InterruptedException;
}

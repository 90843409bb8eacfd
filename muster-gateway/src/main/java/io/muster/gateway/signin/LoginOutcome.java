package io.muster.gateway.signin;

import io.muster.gateway.backend.Inventory;
import io.muster.gateway.lease.FailureClass;
import java.net.URI;
import java.util.Optional;

/** What a user's wish to be logged in to a server came to. */
public sealed interface LoginOutcome {
    /** What the session had already was enough. */
    record Connected(Inventory inventory) implements LoginOutcome {}

    /** What the session had may be good, but there is no connection. */
    record NotConnected(FailureClass reason) implements LoginOutcome {}

    /**
     * The user has to open this in a browser.
     *
     * @param doubt why the authorization server may not know this client, and what to configure then
     */
    record Asked(URI url, Optional<String> doubt) implements LoginOutcome {}

    /**
     * Nobody knows where.
     *
     * @param pinned whether the operator had named the authorization server
     * @param detail what is wrong, and every step with why it failed
     */
    record Undiscovered(boolean pinned, String detail) implements LoginOutcome {}

    /** The login could not be begun. */
    record Impossible(String cause) implements LoginOutcome {}
}

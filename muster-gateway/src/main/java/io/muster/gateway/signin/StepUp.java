package io.muster.gateway.signin;

import io.muster.mcp.CallToolResult;
import io.muster.oauth.Scopes;
import io.muster.oauth.metadata.Challenge;
import io.muster.wire.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What the user can do when a token is good but does not suffice (RFC 6750 section 3.1, {@code insufficient_scope}).
 *
 * @param missing what the server says that a token needs
 * @param url where the user gets such a token
 */
public record StepUp(String backend, Scopes missing, URI url) {
    private static final String INSUFFICIENT = "insufficient_scope";

    /** The scopes that a 403 asks for; empty when it is about something else. */
    static Optional<Scopes> missing(List<String> challenges) {
        return Challenge.ofBearer(challenges)
                .filter(challenge -> challenge.error().equals(Optional.of(INSUFFICIENT)))
                .flatMap(Challenge::scope);
    }

    /** For the model and the user to read. */
    public String text() {
        return "Additional authentication required: server '" + backend + "' needs the permissions " + missing
                + ", which the current sign-in does not have.\n\nPlease sign in to grant them:\n" + url
                + "\n\nAfter signing in, run this tool again.";
    }

    /** The result of the call. */
    public CallToolResult result() {
        var failure = CallToolResult.failure(text()).json();
        return new CallToolResult(failure.with("structuredContent", JsonObject.of("authUrl", url.toString())));
    }
}

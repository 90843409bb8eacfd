package io.muster.oauth.discovery;

import io.muster.oauth.Issuer;
import io.muster.oauth.Scopes;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * The MCP server whose authorization server is wanted.
 *
 * @param server its name
 * @param url its URL
 * @param pin what the operator says about it
 * @param challenges {@code WWW-Authenticate} of a 401 that it has answered; empty when none was seen, so that it is asked
 */
public record Target(String server, URI url, Optional<Pin> pin, List<String> challenges) {
    public Target {
        challenges = List.copyOf(challenges);
    }

    /**
     * Whether what was found for this target is an answer for the other. A challenge that was not seen then may still be
     * news; one that names other metadata always is.
     */
    boolean covers(Target other) {
        return server.equals(other.server)
                && url.equals(other.url)
                && pin.equals(other.pin)
                && (other.challenges.isEmpty() || other.challenges.equals(challenges));
    }

    /**
     * An authorization server that an operator named. Its word is final.
     *
     * @param scopes to ask for; empty when the operator does not say
     */
    public record Pin(Issuer issuer, Scopes scopes) {}
}

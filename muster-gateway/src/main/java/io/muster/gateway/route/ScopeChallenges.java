package io.muster.gateway.route;

import io.muster.mcp.CallToolResult;
import io.muster.oauth.Caller;
import java.util.List;
import java.util.Optional;

/** What to tell a caller whose token is good but does not suffice for a call (RFC 6750 section 3.1). */
public interface ScopeChallenges {
    ScopeChallenges NONE = (server, caller, challenges) -> Optional.empty();

    /**
     * The result of the call; empty when the refusal is about something else, or the user cannot help.
     *
     * @param challenges the values of {@code WWW-Authenticate}
     */
    Optional<CallToolResult> answer(String server, Caller caller, List<String> challenges) throws InterruptedException;
}

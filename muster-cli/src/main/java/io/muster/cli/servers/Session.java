package io.muster.cli.servers;

import io.muster.mcp.CallToolResult;
import io.muster.wire.json.JsonObject;

/** A session with a Muster. Logins belong to it, so that one of them takes place in one session from begin to end. */
public interface Session {
    /** @throws StatusUnavailable when there is no answer */
    SessionStatus status() throws InterruptedException;

    /**
     * Calls a tool of Muster; its own failure is a result.
     *
     * @throws StatusUnavailable when there is no answer
     */
    CallToolResult call(String tool, JsonObject arguments) throws InterruptedException;
}

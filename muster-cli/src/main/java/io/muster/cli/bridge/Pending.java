package io.muster.cli.bridge;

import io.muster.mcp.client.McpTransportException;
import io.muster.mcp.client.McpTransportException.Fault;
import java.util.List;

/** Why there is no connection at the moment. All of these may pass by themselves. */
public sealed interface Pending {
    /** The first attempt, or the first after a restart of the server, is under way. */
    record Connecting() implements Pending {}

    /** Nobody answers. */
    record Unreachable(String cause) implements Pending {}

    /**
     * The server wants to know who asks.
     *
     * @param challenges what it said in {@code WWW-Authenticate}, for the login
     */
    record LoginRequired(List<String> challenges) implements Pending {
        public LoginRequired {
            challenges = List.copyOf(challenges);
        }
    }

    /** Somebody answers, but not as an MCP server does. */
    record Refused(String cause) implements Pending {}

    /** This side has ended. */
    record Closed() implements Pending {}

    /** What a failure means for the connection. */
    static Pending of(McpTransportException failure) {
        var text = String.valueOf(failure.getMessage());
        return switch (failure.fault()) {
            case Fault.Unauthorized(var challenges) -> new LoginRequired(challenges);
            case Fault.SessionLost _ -> new Connecting();
            case Fault.Network _, Fault.TimedOut _, Fault.SpawnFailed _, Fault.Exited _, Fault.Closed _ ->
                new Unreachable(text);
            case Fault.HttpStatus(int status) ->
                status == 502 || status == 503 || status == 504 ? new Unreachable(text) : new Refused(text);
            case Fault.Forbidden _, Fault.ProtocolViolation _ -> new Refused(text);
        };
    }

    /** One sentence that says what is wrong, and one that says what to do. */
    default String text(Destination destination) {
        return switch (this) {
            case Connecting _ ->
                "Muster at " + destination + " has not answered yet. Its tools appear here as soon as it does.";
            case Unreachable(var cause) ->
                "Muster cannot be reached at " + destination + " (" + cause + "). "
                        + (destination.isLocal()
                                ? "Start it with: muster serve."
                                : "Check the endpoint (--endpoint, --context) and the network.")
                        + " Its tools appear here as soon as it answers.";
            case LoginRequired _ ->
                "Muster at " + destination + " requires a login. "
                        + (destination.desk().isPresent() ? "Call the tool authenticate_muster, or run" : "Run")
                        + " in a terminal: muster auth login --endpoint "
                        + destination + ". Its tools appear here as soon as that is done.";
            case Refused(var cause) ->
                "What runs at " + destination + " does not answer as Muster does (" + cause
                        + "). Check the endpoint (--endpoint, --context) and the transport (--transport).";
            case Closed _ -> "This bridge to " + destination + " has been closed.";
        };
    }
}

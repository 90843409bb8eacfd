package io.muster.gateway.session;

import io.muster.gateway.lease.BackendOpener;
import io.muster.mcp.Envelope;
import io.muster.mcp.McpCall;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.client.McpClient;
import io.muster.mcp.client.McpTransportException;
import io.muster.mcp.client.McpTransportException.Fault;
import io.muster.wire.json.JsonObject;
import io.muster.wire.time.Deadline;
import java.util.Optional;

/**
 * A connection that one session has to one backend. Keeps no token: each request asks the lease.
 *
 * @param line what it has of the lease
 * @param listing what the backend offers over it
 */
record SessionConnection(McpClient client, BackendOpener.Line line, Listing listing)
        implements BackendOpener.Connection {
    @Override
    public BackendOpener.Ending listen() throws InterruptedException {
        listing.listening();
        try {
            return switch (client.listen()) {
                case REFUSED -> BackendOpener.Ending.REFUSED;
                case UNSUPPORTED -> BackendOpener.Ending.UNSUPPORTED;
                case BROKEN -> BackendOpener.Ending.BROKEN;
            };
        } catch (McpTransportException ended) {
            return BackendOpener.Ending.BROKEN;
        }
    }

    @Override
    public Optional<BackendOpener.Refusal> ping(Deadline deadline) throws InterruptedException {
        var ping = new McpCall(Envelope.of(client.hello().revision()), "ping", JsonObject.EMPTY);
        try {
            client.call(ping, ReplyChannel.NONE, deadline);
            return Optional.empty();
        } catch (McpTransportException e) {
            return Optional.of(
                    isRefusal(e.fault()) ? BackendOpener.Refusal.REFUSED : BackendOpener.Refusal.UNREACHABLE);
        }
    }

    /** Whether the token is what the backend did not like; where nothing else is asked for, 403 means that too. */
    static boolean isRefusal(Fault fault) {
        return fault instanceof Fault.Unauthorized || fault instanceof Fault.Forbidden;
    }

    @Override
    public void close() {
        listing.end();
        client.close();
    }
}

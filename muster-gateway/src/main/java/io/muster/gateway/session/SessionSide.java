package io.muster.gateway.session;

import io.muster.gateway.backend.Inventory;
import io.muster.gateway.lease.BackendOpener;
import io.muster.mcp.McpError;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.Message;
import io.muster.mcp.client.McpTransportException;
import io.muster.mcp.client.ServerListener;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.time.Deadline;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one backend says to one session outside of calls. News about its lists that come close together lead to one reading
 * of them; the delay also keeps a backend that answers every reading with news from occupying us.
 */
final class SessionSide {
    private static final Logger log = LoggerFactory.getLogger(SessionSide.class);
    private static final Duration RELIST_DELAY = Duration.ofMillis(200);
    private static final Duration LIST_BUDGET = Duration.ofSeconds(30);

    private final String backend;
    private final Receiver receiver;
    private final SessionSurroundings surroundings;
    private @Nullable SessionConnection connection;
    private Inventory inventory;
    private boolean scheduled;

    /** Hears what came of it. Called from threads of connections; may block. */
    interface Receiver {
        /** The object that stands for what was read, in all sessions. */
        Inventory shared(Inventory read);

        /** There is a connection, over which this is offered. */
        void connected(Inventory inventory);

        /** Something else is offered now. */
        void offered(Inventory inventory);

        void notified(Message.Notification notification);
    }

    /** @param known what the session was offered when it was connected last */
    SessionSide(String backend, Inventory known, Receiver receiver, SessionSurroundings surroundings) {
        this.backend = backend;
        this.inventory = known;
        this.receiver = receiver;
        this.surroundings = surroundings;
    }

    /** What one connection hears. */
    ServerListener of(BackendOpener.Line line) {
        return new ServerListener() {
            @Override
            public void notified(Message.Notification notification) {
                switch (notification.method()) {
                    case "notifications/tools/list_changed",
                            "notifications/resources/list_changed",
                            "notifications/prompts/list_changed" -> relistLater();
                    default -> receiver.notified(notification);
                }
            }

            /** A question that belongs to no call has nobody to answer it but the gateway, which has no roots of its own. */
            @Override
            public McpOutcome asked(Message.Request request) {
                return switch (request.method()) {
                    case "ping" -> new McpOutcome.Complete(JsonObject.EMPTY);
                    case "roots/list" -> new McpOutcome.Complete(JsonObject.of("roots", JsonArray.EMPTY));
                    default ->
                        new McpOutcome.Failed(
                                McpError.methodNotFound("not supported outside of a call: " + request.method()));
                };
            }

            @Override
            public void disconnected(McpTransportException cause) {
                line.lost();
            }
        };
    }

    /** There is a new connection, which replaces the one before. */
    void connected(SessionConnection opened, Inventory read) {
        var offered = receiver.shared(read);
        synchronized (this) {
            connection = opened;
            inventory = offered;
        }
        receiver.connected(offered);
    }

    private void relistLater() {
        synchronized (this) {
            if (scheduled) {
                return;
            }
            scheduled = true;
        }
        surroundings
                .scheduler()
                .after(RELIST_DELAY, () -> surroundings.executor().execute(this::relist));
    }

    private void relist() {
        SessionConnection present;
        Inventory before;
        synchronized (this) {
            scheduled = false;
            present = connection;
            before = inventory;
        }
        if (present == null) {
            return;
        }
        try {
            var offered = receiver.shared(present.inventory(before, Deadline.after(LIST_BUDGET, surroundings.clock())));
            synchronized (this) {
                if (!present.equals(connection)) {
                    return;
                }
                inventory = offered;
            }
            receiver.offered(offered);
        } catch (McpTransportException e) {
            log.atDebug()
                    .addKeyValue("backend", backend)
                    .addKeyValue("reason", e.getMessage())
                    .log("what a session is offered could not be read again");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

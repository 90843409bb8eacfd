package io.muster.gateway.direct;

import io.muster.gateway.backend.BackendConnection;
import io.muster.gateway.backend.Inventory;
import io.muster.gateway.catalog.CatalogChange;
import io.muster.gateway.catalog.Route;
import io.muster.gateway.lease.FailureClass;
import io.muster.gateway.lease.Leases;
import io.muster.gateway.lease.Permit;
import io.muster.gateway.notify.Attachments;
import io.muster.gateway.notify.Attachments.Presence;
import io.muster.gateway.notify.ResourceUpdates;
import io.muster.gateway.route.Passthrough;
import io.muster.mcp.ClientChannel;
import io.muster.mcp.Envelope;
import io.muster.mcp.McpCall;
import io.muster.mcp.McpError;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.McpRejection;
import io.muster.mcp.McpServer;
import io.muster.mcp.Message;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.ServerHello;
import io.muster.mcp.client.McpTransportException;
import io.muster.oauth.Caller;
import io.muster.oauth.SessionId;
import io.muster.wire.json.JsonObject;
import io.muster.wire.time.Deadline;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One backend as it is: answers with its greeting, passes on every method, and its notifications. */
final class DirectServer implements McpServer<Caller> {
    private static final Logger log = LoggerFactory.getLogger(DirectServer.class);

    private final String name;
    private final Leases leases;
    private final Supplier<Deadline> deadlines;
    private final Attachments attachments;
    private volatile Inventory inventory = Inventory.EMPTY;

    DirectServer(String name, Leases leases, ResourceUpdates updates, Presence presence, Supplier<Deadline> deadlines) {
        this.name = name;
        this.leases = leases;
        this.deadlines = deadlines;
        this.attachments = new Attachments(updates, (uri, _) -> Optional.of(new Route.ToBackend(name, uri)), presence);
    }

    @Override
    public McpOutcome handle(McpCall call, Caller caller, ReplyChannel reply) throws InterruptedException {
        var connection = borrow(caller);
        try {
            if (call.method().equals("server/discover")) {
                return new McpOutcome.Complete(discovery(connection.hello()));
            }
            return connection.call(
                    call.withParams(Passthrough.withoutProgressToken(call.params())), reply, deadlines.get());
        } catch (McpTransportException e) {
            throw rejection("server " + name + ": " + e.getMessage());
        }
    }

    private BackendConnection borrow(Caller caller) {
        return switch (leases.borrow(name, caller)) {
            case Permit.Granted(var connection) -> connection;
            case Permit.NotFound() -> throw rejection("server not found: " + name);
            case Permit.NotConnected(var state) ->
                throw rejection("server not connected: " + name + " (status: " + state.word() + ")");
            case Permit.LoginRequired(var reason) ->
                throw rejection("user not authenticated to server " + name
                        + (reason == FailureClass.SIGNED_OUT ? "" : ": " + reason.text()));
        };
    }

    private static McpRejection rejection(String message) {
        return new McpRejection(McpError.internal(message));
    }

    private static JsonObject discovery(ServerHello hello) {
        return JsonObject.builder()
                .put("serverInfo", hello.serverInfo())
                .put("capabilities", hello.capabilities())
                .putTextIfPresent("instructions", hello.instructions())
                .build();
    }

    @Override
    public void notified(Message.Notification notification, Envelope envelope, Caller caller) {
        if (!(leases.borrow(name, caller) instanceof Permit.Granted(var connection))) {
            return;
        }
        try {
            connection.send(notification);
        } catch (McpTransportException e) {
            log.atDebug()
                    .addKeyValue("backend", name)
                    .addKeyValue("reason", e.getMessage())
                    .log("could not pass on a notification");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Subscription subscribe(Interest interest, Envelope envelope, Caller caller, ClientChannel channel) {
        return attachments.attach(interest, caller, channel);
    }

    /** Clients ask again when they are told, so they are told once the new lists are known. */
    void inventoryChanged(Inventory after) {
        var before = inventory;
        inventory = after;
        listsChanged(Optional.empty(), CatalogChange.between(before, after));
    }

    /** @param session whose lists they are; empty for those of all */
    void listsChanged(Optional<SessionId> session, CatalogChange change) {
        attachments.listsChanged(session, change);
    }

    /** Updates of resources go only to their watchers, changed lists only with the inventory; the rest goes to all. */
    void backendNotified(Optional<SessionId> session, Message.Notification notification) {
        var method = notification.method();
        if (!method.equals("notifications/resources/updated") && !method.endsWith("/list_changed")) {
            attachments.broadcast(session, notification);
        }
    }
}

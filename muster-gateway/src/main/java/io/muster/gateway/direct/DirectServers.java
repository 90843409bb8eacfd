package io.muster.gateway.direct;

import io.muster.gateway.backend.BackendListener;
import io.muster.gateway.backend.Inventory;
import io.muster.gateway.catalog.CatalogChange;
import io.muster.gateway.lease.Leases;
import io.muster.gateway.notify.Attachments.Presence;
import io.muster.gateway.notify.ResourceUpdates;
import io.muster.gateway.session.SessionListener;
import io.muster.mcp.McpServer;
import io.muster.mcp.Message;
import io.muster.oauth.Caller;
import io.muster.oauth.SessionId;
import io.muster.wire.time.Deadline;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The direct server of every known backend; follows the backends as their listener. Thread-safe. */
public final class DirectServers implements BackendListener, SessionListener {
    private final ConcurrentHashMap<String, DirectServer> servers = new ConcurrentHashMap<>();
    private final Leases leases;
    private final ResourceUpdates updates;
    private final Presence presence;
    private final Supplier<Deadline> deadlines;

    /**
     * @param updates must follow the backends and sessions too
     * @param presence hears who is there
     * @param deadlines by when a call that begins now must have ended
     */
    public DirectServers(Leases leases, ResourceUpdates updates, Presence presence, Supplier<Deadline> deadlines) {
        this.leases = leases;
        this.updates = updates;
        this.presence = presence;
        this.deadlines = deadlines;
    }

    /** The server in front of one backend, connected or not; empty when there is no backend of that name. */
    public Optional<McpServer<Caller>> find(String backend) {
        return Optional.ofNullable(servers.get(backend));
    }

    @Override
    public void transitioned(Transition transition) {
        servers.computeIfAbsent(
                transition.name(), name -> new DirectServer(name, leases, updates, presence, deadlines));
    }

    @Override
    public void inventoryChanged(String name, Inventory inventory) {
        var server = servers.get(name);
        if (server != null) {
            server.inventoryChanged(inventory);
        }
    }

    @Override
    public void notified(String name, Message.Notification notification) {
        var server = servers.get(name);
        if (server != null) {
            server.backendNotified(Optional.empty(), notification);
        }
    }

    @Override
    public void inventoryChanged(SessionId session, String backend, CatalogChange change) {
        Optional.ofNullable(servers.get(backend))
                .ifPresent(server -> server.listsChanged(Optional.of(session), change));
    }

    @Override
    public void notified(SessionId session, String backend, Message.Notification notification) {
        Optional.ofNullable(servers.get(backend))
                .ifPresent(server -> server.backendNotified(Optional.of(session), notification));
    }

    @Override
    public void removed(String name) {
        servers.remove(name);
    }
}

package io.muster.gateway.direct;

import io.muster.gateway.backend.BackendListener;
import io.muster.gateway.backend.Inventory;
import io.muster.gateway.lease.Leases;
import io.muster.gateway.notify.ResourceUpdates;
import io.muster.mcp.McpServer;
import io.muster.mcp.Message;
import io.muster.oauth.Caller;
import io.muster.wire.time.Deadline;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The direct server of every known backend; follows the backends as their listener. Thread-safe. */
public final class DirectServers implements BackendListener {
    private final ConcurrentHashMap<String, DirectServer> servers = new ConcurrentHashMap<>();
    private final Leases leases;
    private final ResourceUpdates updates;
    private final Supplier<Deadline> deadlines;

    /**
     * @param updates must follow the backends too
     * @param deadlines by when a call that begins now must have ended
     */
    public DirectServers(Leases leases, ResourceUpdates updates, Supplier<Deadline> deadlines) {
        this.leases = leases;
        this.updates = updates;
        this.deadlines = deadlines;
    }

    /** The server in front of one backend, connected or not; empty when there is no backend of that name. */
    public Optional<McpServer<Caller>> find(String backend) {
        return Optional.ofNullable(servers.get(backend));
    }

    @Override
    public void transitioned(Transition transition) {
        servers.computeIfAbsent(transition.name(), name -> new DirectServer(name, leases, updates, deadlines));
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
            server.backendNotified(notification);
        }
    }

    @Override
    public void removed(String name) {
        servers.remove(name);
    }
}

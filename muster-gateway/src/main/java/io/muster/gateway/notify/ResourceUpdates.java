package io.muster.gateway.notify;

import io.muster.gateway.backend.BackendConnection;
import io.muster.gateway.backend.BackendListener;
import io.muster.gateway.backend.ServiceState;
import io.muster.gateway.catalog.Route;
import io.muster.gateway.lease.Leases;
import io.muster.gateway.lease.Permit;
import io.muster.mcp.ClientChannel;
import io.muster.mcp.Envelope;
import io.muster.mcp.McpCall;
import io.muster.mcp.Message.Notification;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.Revision;
import io.muster.mcp.client.McpTransportException;
import io.muster.oauth.Caller;
import io.muster.wire.json.JsonObject;
import io.muster.wire.time.Deadline;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Subscriptions to resources of backends, one per resource however many channels watch it. A backend is told when the
 * first watcher comes and when the last one goes, and again when it comes back. It hears of one resource in order: while
 * one thread talks to it, others only leave word.
 */
public final class ResourceUpdates implements BackendListener {
    private static final Logger log = LoggerFactory.getLogger(ResourceUpdates.class);
    private static final Duration BUDGET = Duration.ofSeconds(10);

    private final Leases leases;
    private final InstantSource clock;
    private final Map<Route.ToBackend, Watched> watched = new HashMap<>();

    /** A channel that watches a resource under the URI that it knows. */
    record Watcher(ClientChannel channel, String uri) {}

    private static final class Watched {
        private final Set<Watcher> watchers = new LinkedHashSet<>();
        private boolean told;
        private boolean busy;
    }

    public ResourceUpdates(Leases leases, InstantSource clock) {
        this.leases = leases;
        this.clock = clock;
    }

    synchronized void add(Route.ToBackend resource, Watcher watcher) {
        watched.computeIfAbsent(resource, _ -> new Watched()).watchers.add(watcher);
    }

    synchronized void remove(Route.ToBackend resource, Watcher watcher) {
        var known = watched.get(resource);
        if (known != null) {
            known.watchers.remove(watcher);
        }
    }

    void applyLater(Collection<Route.ToBackend> resources, Caller caller) {
        if (resources.isEmpty()) {
            return;
        }
        Thread.startVirtualThread(() -> {
            try {
                for (var resource : resources) {
                    apply(resource, caller);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Makes the backend's subscription what its watchers want. */
    void apply(Route.ToBackend resource, Caller caller) throws InterruptedException {
        if (!begin(resource)) {
            return;
        }
        try {
            while (differs(resource)) {
                tell(resource, caller, flip(resource));
            }
        } finally {
            end(resource);
        }
    }

    private synchronized boolean begin(Route.ToBackend resource) {
        var known = watched.get(resource);
        if (known == null || known.busy) {
            return false;
        }
        known.busy = true;
        return true;
    }

    private synchronized boolean differs(Route.ToBackend resource) {
        var known = watched.get(resource);
        return known != null && known.told == known.watchers.isEmpty();
    }

    private synchronized boolean flip(Route.ToBackend resource) {
        var known = watched.get(resource);
        if (known == null) {
            return false;
        }
        known.told = !known.told;
        return known.told;
    }

    private synchronized void end(Route.ToBackend resource) {
        var known = watched.get(resource);
        if (known != null) {
            known.busy = false;
            if (known.watchers.isEmpty() && !known.told) {
                watched.remove(resource);
            }
        }
    }

    private void tell(Route.ToBackend resource, Caller caller, boolean subscribe) throws InterruptedException {
        if (leases.borrow(resource.server(), caller) instanceof Permit.Granted(var connection)
                && canSubscribe(connection)) {
            var method = subscribe ? "resources/subscribe" : "resources/unsubscribe";
            var call =
                    new McpCall(Envelope.of(Revision.NEWEST_LEGACY), method, JsonObject.of("uri", resource.original()));
            try {
                connection.call(call, ReplyChannel.NONE, Deadline.after(BUDGET, clock));
            } catch (McpTransportException e) {
                // Not the client's concern: a backend that comes back is told again.
                log.atDebug()
                        .addKeyValue("backend", resource.server())
                        .addKeyValue("reason", e.getMessage())
                        .log("could not change a resource subscription");
            }
        }
    }

    private static boolean canSubscribe(BackendConnection connection) {
        return connection
                .hello()
                .capabilities()
                .object("resources")
                .filter(resources -> resources.isTrue("subscribe"))
                .isPresent();
    }

    @Override
    public void notified(String name, Notification notification) {
        if (!notification.method().equals("notifications/resources/updated")) {
            return;
        }
        var params = notification.params();
        for (var watcher : watchers(new Route.ToBackend(name, params.text("uri", "")))) {
            watcher.channel().offer(notification.withParams(params.with("uri", watcher.uri())));
        }
    }

    private synchronized List<Watcher> watchers(Route.ToBackend resource) {
        var known = watched.get(resource);
        return known == null ? List.of() : List.copyOf(known.watchers);
    }

    @Override
    public void transitioned(Transition transition) {
        var wasActive = transition.from().filter(ServiceState::isActive).isPresent();
        if (!wasActive && transition.status().state().isActive()) {
            applyLater(forgotten(transition.name()), Caller.UNPROTECTED);
        }
    }

    /** A new connection knows of no subscription. */
    private synchronized List<Route.ToBackend> forgotten(String server) {
        var resources = watched.keySet().stream()
                .filter(resource -> resource.server().equals(server))
                .toList();
        for (var resource : resources) {
            var known = watched.get(resource);
            if (known != null) {
                known.told = false;
            }
        }
        return resources;
    }
}

package io.muster.gateway.notify;

import io.muster.gateway.backend.BackendConnection;
import io.muster.gateway.backend.BackendListener;
import io.muster.gateway.backend.ServiceState;
import io.muster.gateway.catalog.Route;
import io.muster.gateway.lease.Leases;
import io.muster.gateway.lease.Permit;
import io.muster.gateway.session.SessionListener;
import io.muster.mcp.ClientChannel;
import io.muster.mcp.Envelope;
import io.muster.mcp.McpCall;
import io.muster.mcp.Message.Notification;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.Revision;
import io.muster.mcp.client.McpTransportException;
import io.muster.oauth.Caller;
import io.muster.oauth.SessionId;
import io.muster.wire.json.JsonObject;
import io.muster.wire.time.Deadline;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Subscriptions to resources of backends, one per resource however many channels watch it. A backend is told when the
 * first watcher comes and when the last one goes, and again when it comes back. It hears of one resource in order: while
 * one thread talks to it, others only leave word.
 */
public final class ResourceUpdates implements BackendListener, SessionListener {
    private static final Logger log = LoggerFactory.getLogger(ResourceUpdates.class);
    private static final Duration BUDGET = Duration.ofSeconds(10);

    private final Leases leases;
    private final Predicate<String> personal;
    private final InstantSource clock;
    private final Map<WatchedResource, Watched> watched = new HashMap<>();

    /** A channel that watches a resource under the URI that it knows. */
    record Watcher(ClientChannel channel, String uri) {}

    private static final class Watched {
        private final Set<Watcher> watchers = new LinkedHashSet<>();
        private boolean told;
        private boolean busy;
    }

    /** @param personal whether sessions have connections of their own to a backend */
    public ResourceUpdates(Leases leases, Predicate<String> personal, InstantSource clock) {
        this.leases = leases;
        this.personal = personal;
        this.clock = clock;
    }

    WatchedResource of(Route.ToBackend route, Caller caller) {
        return new WatchedResource(personal.test(route.server()) ? caller : Caller.UNPROTECTED, route);
    }

    synchronized void add(WatchedResource resource, Watcher watcher) {
        watched.computeIfAbsent(resource, _ -> new Watched()).watchers.add(watcher);
    }

    synchronized void remove(WatchedResource resource, Watcher watcher) {
        var known = watched.get(resource);
        if (known != null) {
            known.watchers.remove(watcher);
        }
    }

    void applyLater(Collection<WatchedResource> resources) {
        if (resources.isEmpty()) {
            return;
        }
        Thread.startVirtualThread(() -> {
            try {
                for (var resource : resources) {
                    apply(resource);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Makes the backend's subscription what its watchers want. */
    void apply(WatchedResource resource) throws InterruptedException {
        if (!begin(resource)) {
            return;
        }
        try {
            while (differs(resource)) {
                tell(resource, flip(resource));
            }
        } finally {
            end(resource);
        }
    }

    private synchronized boolean begin(WatchedResource resource) {
        var known = watched.get(resource);
        if (known == null || known.busy) {
            return false;
        }
        known.busy = true;
        return true;
    }

    private synchronized boolean differs(WatchedResource resource) {
        var known = watched.get(resource);
        return known != null && known.told == known.watchers.isEmpty();
    }

    private synchronized boolean flip(WatchedResource resource) {
        var known = watched.get(resource);
        if (known == null) {
            return false;
        }
        known.told = !known.told;
        return known.told;
    }

    private synchronized void end(WatchedResource resource) {
        var known = watched.get(resource);
        if (known != null) {
            known.busy = false;
            if (known.watchers.isEmpty() && !known.told) {
                watched.remove(resource);
            }
        }
    }

    private void tell(WatchedResource resource, boolean subscribe) throws InterruptedException {
        if (leases.borrow(resource.route().server(), resource.owner()) instanceof Permit.Granted(var connection)) {
            var method = subscribe ? "resources/subscribe" : "resources/unsubscribe";
            var call = new McpCall(
                    Envelope.of(Revision.NEWEST_LEGACY),
                    method,
                    JsonObject.of("uri", resource.route().original()));
            try {
                if (!canSubscribe(connection)) {
                    return;
                }
                connection.call(call, ReplyChannel.NONE, Deadline.after(BUDGET, clock));
            } catch (McpTransportException e) {
                // Not the client's concern: a backend that comes back is told again.
                log.atDebug()
                        .addKeyValue("backend", resource.route().server())
                        .addKeyValue("reason", e.getMessage())
                        .log("could not change a resource subscription");
            }
        }
    }

    private static boolean canSubscribe(BackendConnection connection) throws InterruptedException {
        return connection
                .hello()
                .capabilities()
                .object("resources")
                .filter(resources -> resources.isTrue("subscribe"))
                .isPresent();
    }

    @Override
    public void notified(String name, Notification notification) {
        pass(new WatchedResource(Caller.UNPROTECTED, route(name, notification)), notification);
    }

    @Override
    public void notified(SessionId session, String backend, Notification notification) {
        owner(session).ifPresent(owner -> pass(new WatchedResource(owner, route(backend, notification)), notification));
    }

    private static Route.ToBackend route(String backend, Notification notification) {
        return new Route.ToBackend(backend, notification.params().text("uri", ""));
    }

    private void pass(WatchedResource resource, Notification notification) {
        if (!notification.method().equals("notifications/resources/updated")) {
            return;
        }
        for (var watcher : watchers(resource)) {
            watcher.channel()
                    .offer(notification.withParams(notification.params().with("uri", watcher.uri())));
        }
    }

    private synchronized Optional<Caller> owner(SessionId session) {
        return watched.keySet().stream()
                .map(WatchedResource::owner)
                .filter(owner -> owner.session().equals(session))
                .findAny();
    }

    private synchronized List<Watcher> watchers(WatchedResource resource) {
        var known = watched.get(resource);
        return known == null ? List.of() : List.copyOf(known.watchers);
    }

    @Override
    public void transitioned(Transition transition) {
        var wasActive = transition.from().filter(ServiceState::isActive).isPresent();
        if (!wasActive && transition.status().state().isActive()) {
            applyLater(forgotten(Caller.UNPROTECTED.session(), transition.name()));
        }
    }

    @Override
    public void connected(SessionId session, String backend) {
        applyLater(forgotten(session, backend));
    }

    /** A new connection knows of no subscription. */
    private synchronized List<WatchedResource> forgotten(SessionId session, String server) {
        var resources = watched.keySet().stream()
                .filter(resource -> resource.route().server().equals(server))
                .filter(resource -> resource.owner().session().equals(session))
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

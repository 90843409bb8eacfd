package io.muster.gateway.notify;

import io.muster.gateway.catalog.CatalogChange;
import io.muster.gateway.catalog.Route;
import io.muster.mcp.ClientChannel;
import io.muster.mcp.McpServer.Interest;
import io.muster.mcp.McpServer.Subscription;
import io.muster.mcp.Message.Notification;
import io.muster.oauth.Caller;
import io.muster.oauth.SessionId;
import io.muster.wire.json.JsonObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The channels that are attached to one endpoint, and what each wants to hear. Thread-safe; offering never blocks. */
public final class Attachments {
    /** How many resources one channel may watch; further ones are not watched. */
    static final int MAX_RESOURCES = 1_000;

    private final Set<Attachment> attached = ConcurrentHashMap.newKeySet();
    private final ResourceUpdates updates;
    private final Locator locator;
    private final Presence presence;

    /** Hears who is there. */
    public interface Presence {
        Presence UNHEARD = (caller, present) -> {};

        void attached(Caller caller, boolean present);
    }

    /** Finds the backend of a resource. */
    public interface Locator {
        Optional<Route.ToBackend> locate(String uri, Caller caller);
    }

    public Attachments(ResourceUpdates updates, Locator locator, Presence presence) {
        this.updates = updates;
        this.locator = locator;
        this.presence = presence;
    }

    /** Attaches a channel until it is detached or ends. */
    public Subscription attach(Interest interest, Caller caller, ClientChannel channel) {
        var attachment = new Attachment(caller, channel);
        attached.add(attachment);
        presence.attached(caller, true);
        updates.applyLater(attachment.adopt(interest));
        channel.onClose(attachment.atEnd);
        return attachment;
    }

    /** Tells all channels of a session, or of all, that want to know which lists have changed. */
    public void listsChanged(Optional<SessionId> session, CatalogChange change) {
        send(session, change.tools(), "notifications/tools/list_changed");
        send(session, change.resources(), "notifications/resources/list_changed");
        send(session, change.prompts(), "notifications/prompts/list_changed");
        if (change.resources()) {
            of(session).forEach(attachment -> updates.applyLater(attachment.locateAgain()));
        }
    }

    private void send(Optional<SessionId> session, boolean changed, String method) {
        if (changed) {
            var notification = Notification.of(method, JsonObject.EMPTY);
            of(session)
                    .filter(attachment -> attachment.listChanges)
                    .forEach(attachment -> attachment.channel.offer(notification));
        }
    }

    /** Sends a notification to every channel of a session, or of all. */
    public void broadcast(Optional<SessionId> session, Notification notification) {
        of(session).forEach(attachment -> attachment.channel.offer(notification));
    }

    private Stream<Attachment> of(Optional<SessionId> session) {
        return session.isEmpty()
                ? attached.stream()
                : attached.stream()
                        .filter(attachment -> attachment.caller.session().equals(session.get()));
    }

    private final class Attachment implements Subscription {
        private final Caller caller;
        private final ClientChannel channel;
        private final Runnable atEnd = this::close;
        private final Map<String, WatchedResource> watching = new HashMap<>();
        /** Wanted, but of no server that is there. */
        private final Set<String> unlocated = new HashSet<>();

        private volatile boolean listChanges;
        private boolean closed;

        private Attachment(Caller caller, ClientChannel channel) {
            this.caller = caller;
            this.channel = channel;
        }

        @Override
        public void change(Interest interest) throws InterruptedException {
            for (var touched : adopt(interest)) {
                updates.apply(touched);
            }
        }

        /** Notes what is wanted and answers the resources whose backend must be told. */
        private synchronized Set<WatchedResource> adopt(Interest interest) {
            var touched = new HashSet<WatchedResource>();
            if (closed) {
                return touched;
            }
            listChanges = interest.listChanges();
            for (var uri : Set.copyOf(watching.keySet())) {
                if (!interest.resources().contains(uri)) {
                    drop(uri, touched);
                }
            }
            unlocated.clear();
            for (var uri : interest.resources()) {
                if (!watching.containsKey(uri) && watching.size() + unlocated.size() < MAX_RESOURCES) {
                    locate(uri, touched);
                }
            }
            return touched;
        }

        /** The same for resources whose servers were not there before. */
        private synchronized Set<WatchedResource> locateAgain() {
            var touched = new HashSet<WatchedResource>();
            Set.copyOf(unlocated).forEach(uri -> locate(uri, touched));
            return touched;
        }

        private void locate(String uri, Set<WatchedResource> touched) {
            var route = locator.locate(uri, caller);
            if (route.isEmpty()) {
                unlocated.add(uri);
                return;
            }
            var resource = updates.of(route.get(), caller);
            unlocated.remove(uri);
            watching.put(uri, resource);
            updates.add(resource, new ResourceUpdates.Watcher(channel, uri));
            touched.add(resource);
        }

        private void drop(String uri, Set<WatchedResource> touched) {
            var resource = watching.remove(uri);
            if (resource != null) {
                updates.remove(resource, new ResourceUpdates.Watcher(channel, uri));
                touched.add(resource);
            }
        }

        @Override
        public void close() {
            if (!attached.remove(this)) {
                return;
            }
            channel.forget(atEnd);
            presence.attached(caller, false);
            var touched = new HashSet<WatchedResource>();
            synchronized (this) {
                closed = true;
                unlocated.clear();
                Set.copyOf(watching.keySet()).forEach(uri -> drop(uri, touched));
            }
            updates.applyLater(touched);
        }
    }
}

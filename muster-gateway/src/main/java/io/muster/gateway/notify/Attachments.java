package io.muster.gateway.notify;

import io.muster.gateway.catalog.CatalogChange;
import io.muster.gateway.catalog.Route;
import io.muster.mcp.ClientChannel;
import io.muster.mcp.McpServer.Interest;
import io.muster.mcp.McpServer.Subscription;
import io.muster.mcp.Message.Notification;
import io.muster.oauth.Caller;
import io.muster.wire.json.JsonObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The channels that are attached to one endpoint, and what each wants to hear. Thread-safe; offering never blocks. */
public final class Attachments {
    /** How many resources one channel may watch; further ones are not watched. */
    static final int MAX_RESOURCES = 1_000;

    private final Set<Attachment> attached = ConcurrentHashMap.newKeySet();
    private final ResourceUpdates updates;
    private final Locator locator;

    /** Finds the backend of a resource. */
    public interface Locator {
        Optional<Route.ToBackend> locate(String uri, Caller caller);
    }

    public Attachments(ResourceUpdates updates, Locator locator) {
        this.updates = updates;
        this.locator = locator;
    }

    /** Attaches a channel until it is detached or ends. */
    public Subscription attach(Interest interest, Caller caller, ClientChannel channel) {
        var attachment = new Attachment(caller, channel);
        attached.add(attachment);
        updates.applyLater(attachment.adopt(interest), caller);
        channel.onClose(attachment::close);
        return attachment;
    }

    /** Tells everybody who wants to know which lists have changed. */
    public void listsChanged(CatalogChange change) {
        send(change.tools(), "notifications/tools/list_changed");
        send(change.resources(), "notifications/resources/list_changed");
        send(change.prompts(), "notifications/prompts/list_changed");
    }

    private void send(boolean changed, String method) {
        if (changed) {
            var notification = Notification.of(method, JsonObject.EMPTY);
            attached.stream()
                    .filter(attachment -> attachment.listChanges)
                    .forEach(attachment -> attachment.channel.offer(notification));
        }
    }

    /** Sends a notification to every channel. */
    public void broadcast(Notification notification) {
        attached.forEach(attachment -> attachment.channel.offer(notification));
    }

    private final class Attachment implements Subscription {
        private final Caller caller;
        private final ClientChannel channel;
        private final Map<String, Route.ToBackend> watching = new HashMap<>();
        private volatile boolean listChanges;
        private boolean closed;

        private Attachment(Caller caller, ClientChannel channel) {
            this.caller = caller;
            this.channel = channel;
        }

        @Override
        public void change(Interest interest) throws InterruptedException {
            for (var touched : adopt(interest)) {
                updates.apply(touched, caller);
            }
        }

        /** Notes what is wanted and answers the resources whose backend must be told. */
        private synchronized Set<Route.ToBackend> adopt(Interest interest) {
            var touched = new HashSet<Route.ToBackend>();
            if (closed) {
                return touched;
            }
            listChanges = interest.listChanges();
            for (var uri : Set.copyOf(watching.keySet())) {
                if (!interest.resources().contains(uri)) {
                    drop(uri, touched);
                }
            }
            for (var uri : interest.resources()) {
                if (!watching.containsKey(uri) && watching.size() < MAX_RESOURCES) {
                    locator.locate(uri, caller).ifPresent(resource -> {
                        watching.put(uri, resource);
                        updates.add(resource, new ResourceUpdates.Watcher(channel, uri));
                        touched.add(resource);
                    });
                }
            }
            return touched;
        }

        private void drop(String uri, Set<Route.ToBackend> touched) {
            var resource = watching.remove(uri);
            if (resource != null) {
                updates.remove(resource, new ResourceUpdates.Watcher(channel, uri));
                touched.add(resource);
            }
        }

        @Override
        public void close() {
            attached.remove(this);
            var touched = new HashSet<Route.ToBackend>();
            synchronized (this) {
                closed = true;
                Set.copyOf(watching.keySet()).forEach(uri -> drop(uri, touched));
            }
            updates.applyLater(touched, caller);
        }
    }
}

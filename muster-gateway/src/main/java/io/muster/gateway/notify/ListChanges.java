package io.muster.gateway.notify;

import io.muster.gateway.catalog.CatalogChange;
import io.muster.oauth.SessionId;
import io.muster.wire.time.Scheduler;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Collects changes of catalogues for a short while before clients are told, so that a start with hundreds of backends is
 * one notification and not hundreds. A change concerns one session, or all.
 */
public final class ListChanges implements BiConsumer<Optional<SessionId>, CatalogChange> {
    static final Duration WINDOW = Duration.ofMillis(100);

    private final BiConsumer<Optional<SessionId>, CatalogChange> receiver;
    private final Scheduler scheduler;
    private Map<Optional<SessionId>, CatalogChange> pending = new HashMap<>();

    public ListChanges(BiConsumer<Optional<SessionId>, CatalogChange> receiver, Scheduler scheduler) {
        this.receiver = receiver;
        this.scheduler = scheduler;
    }

    @Override
    public void accept(Optional<SessionId> session, CatalogChange change) {
        boolean first;
        synchronized (this) {
            first = pending.isEmpty();
            pending.merge(session, change, CatalogChange::or);
        }
        if (first) {
            scheduler.after(WINDOW, this::flush);
        }
    }

    private void flush() {
        Map<Optional<SessionId>, CatalogChange> changes;
        synchronized (this) {
            changes = pending;
            pending = new HashMap<>();
        }
        changes.forEach(receiver);
    }
}

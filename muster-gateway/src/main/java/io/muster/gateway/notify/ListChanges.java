package io.muster.gateway.notify;

import io.muster.gateway.catalog.CatalogChange;
import io.muster.wire.time.Scheduler;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects changes of the catalogue for a short while before clients are told, so that a start with hundreds of backends
 * is one notification and not hundreds.
 */
public final class ListChanges implements Consumer<CatalogChange> {
    static final Duration WINDOW = Duration.ofMillis(100);

    private final Consumer<CatalogChange> receiver;
    private final Scheduler scheduler;
    private @Nullable CatalogChange pending;

    public ListChanges(Consumer<CatalogChange> receiver, Scheduler scheduler) {
        this.receiver = receiver;
        this.scheduler = scheduler;
    }

    @Override
    public void accept(CatalogChange change) {
        boolean first;
        synchronized (this) {
            first = pending == null;
            pending = pending == null ? change : pending.or(change);
        }
        if (first) {
            scheduler.after(WINDOW, this::flush);
        }
    }

    private void flush() {
        CatalogChange change;
        synchronized (this) {
            change = pending;
            pending = null;
        }
        if (change != null) {
            receiver.accept(change);
        }
    }
}

package io.muster.gateway.session;

import io.muster.oauth.store.HashJournal;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Does something before the next change of a store, and remembers what was changed. */
final class HookedJournal implements HashJournal {
    final AtomicReference<Runnable> beforeNext = new AtomicReference<>(() -> {});
    final AtomicInteger changes = new AtomicInteger();
    /** Keys of hashes that are to last longer, as often as that was said. */
    final BlockingQueue<String> prolonged = new LinkedBlockingQueue<>();

    final Set<String> written = ConcurrentHashMap.newKeySet();

    @Override
    public void replay(Consumer<Entry> row) {}

    @Override
    public void ready() {
        beforeNext.getAndSet(() -> {}).run();
        changes.incrementAndGet();
    }

    @Override
    public void note(List<Entry> changes) {
        for (var change : changes) {
            switch (change) {
                case Entry.Field(var key, var _, var value) -> value.ifPresent(_ -> written.add(key));
                case Entry.Life(var key, var until) -> until.ifPresent(_ -> prolonged.add(key));
            }
        }
    }

    @Override
    public void settle() {}
}

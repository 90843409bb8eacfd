package io.muster.gateway.session;

import io.muster.gateway.backend.Inventory;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;

/** One object for all sessions that are offered the same, as long as one of them has it. Thread-safe. */
final class SharedInventories {
    private final Map<Inventory, WeakReference<Inventory>> known = new WeakHashMap<>();

    synchronized Inventory shared(Inventory inventory) {
        return Optional.ofNullable(known.get(inventory))
                .flatMap(reference -> Optional.ofNullable(reference.get()))
                .orElseGet(() -> {
                    known.put(inventory, new WeakReference<>(inventory));
                    return inventory;
                });
    }
}

package io.muster.gateway.catalog;

import io.muster.gateway.backend.BackendSpec;
import io.muster.gateway.backend.Inventory;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Makes offers, and the same one for the same content as long as somebody has it. Thread-safe. */
public final class Offers {
    private final Naming naming;
    private final Map<Key, WeakReference<Offer>> known = new ConcurrentHashMap<>();

    private record Key(BackendSpec spec, Inventory inventory) {}

    /** @param naming the one of the catalogues */
    public Offers(Naming naming) {
        this.naming = naming;
    }

    /** What a backend offers to a session. */
    public Offer of(BackendSpec spec, Inventory inventory) {
        var key = new Key(spec, inventory);
        var reference = known.get(key);
        var offer = reference == null ? null : reference.get();
        if (offer != null) {
            return offer;
        }
        known.values().removeIf(other -> other.get() == null);
        var made = new Offer(Section.of(naming, spec, inventory));
        known.put(key, new WeakReference<>(made));
        return made;
    }
}

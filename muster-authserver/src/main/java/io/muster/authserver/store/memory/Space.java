package io.muster.authserver.store.memory;

import io.muster.oauth.store.StoreUnavailable;
import java.util.concurrent.atomic.AtomicLong;

/** So many bytes of memory, for tables to share. Thread-safe. */
final class Space {
    private final long bytes;
    private final AtomicLong used = new AtomicLong();

    Space(long bytes) {
        this.bytes = bytes;
    }

    /**
     * Takes more of it, or gives some back.
     *
     * @throws StoreUnavailable when there is not as much left; nothing is taken then
     */
    void take(long more) {
        if (used.addAndGet(more) > bytes && more > 0) {
            used.addAndGet(-more);
            throw new StoreUnavailable("the store is full: " + bytes + " bytes of logins under way");
        }
    }

    /** Takes what is there already. */
    void hold(long more) {
        used.addAndGet(more);
    }
}

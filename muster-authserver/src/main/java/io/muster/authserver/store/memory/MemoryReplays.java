package io.muster.authserver.store.memory;

import io.muster.authserver.store.ReplayGuard;
import io.muster.authserver.store.TokenHash;
import io.muster.authserver.store.codec.Row;
import java.time.Instant;

final class MemoryReplays implements ReplayGuard {
    private final ExpiringMap<TokenHash, Mark> used;

    MemoryReplays(Ledger ledger, int capacity) {
        used = new ExpiringMap<>(Table.hashed("replays", Row.codec(Mark.CODEC)), ledger, capacity);
    }

    @Override
    public boolean first(TokenHash value, Instant now, Instant until) {
        return used.putIfAbsent(value, Mark.SET, until, now);
    }

    void sweep(Instant now) {
        used.sweep(now);
    }
}

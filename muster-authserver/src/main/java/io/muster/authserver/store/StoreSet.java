package io.muster.authserver.store;

import io.muster.oauth.store.HashStore;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Stores that were put together.
 *
 * @param closing releases what they hold
 */
public record StoreSet(
        ClientStore clients,
        FlowStore flows,
        SessionStore sessions,
        ProviderTokenStore providerTokens,
        UserStore users,
        ReplayGuard replays,
        HashStore hashes,
        String description,
        Map<String, LongSupplier> sizes,
        Runnable closing)
        implements Stores {
    /** The same stores, which are kept in something that is closed after them. */
    public StoreSet keptIn(String place, Runnable closingThat) {
        return new StoreSet(clients, flows, sessions, providerTokens, users, replays, hashes, place, sizes, () -> {
            close();
            closingThat.run();
        });
    }

    @Override
    public void close() {
        closing.run();
    }
}

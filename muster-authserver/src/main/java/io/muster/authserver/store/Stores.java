package io.muster.authserver.store;

import io.muster.oauth.store.HashStore;
import java.util.Map;
import java.util.function.LongSupplier;

/** All stores of one kind. Closing releases what they hold. */
public interface Stores extends AutoCloseable {
    ClientStore clients();

    FlowStore flows();

    SessionStore sessions();

    ProviderTokenStore providerTokens();

    UserStore users();

    ReplayGuard replays();

    /** What the OAuth client keeps for sessions. */
    HashStore hashes();

    /** What operators read at start: {@code memory}, {@code file …}, {@code valkey …}; without credentials. */
    String description();

    /**
     * How much there is: {@code tokens}, {@code refresh_tokens}, {@code families}, {@code clients}, {@code flows},
     * {@code hashes}. Only what is known without asking anybody, since it is asked for again and again.
     */
    default Map<String, LongSupplier> sizes() {
        return Map.of();
    }

    @Override
    void close();
}

package io.muster.authserver.store;

/** All stores of one kind. Closing releases what they hold. */
public interface Stores extends AutoCloseable {
    ClientStore clients();

    FlowStore flows();

    SessionStore sessions();

    ProviderTokenStore providerTokens();

    UserStore users();

    ReplayGuard replays();

    /** What operators read at start: {@code memory}, {@code file …}, {@code valkey …}; without credentials. */
    String description();

    @Override
    void close();
}

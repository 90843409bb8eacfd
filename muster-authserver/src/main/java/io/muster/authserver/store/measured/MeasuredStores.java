package io.muster.authserver.store.measured;

import io.muster.authserver.store.ClientStore;
import io.muster.authserver.store.FlowStore;
import io.muster.authserver.store.ProviderTokenStore;
import io.muster.authserver.store.ReplayGuard;
import io.muster.authserver.store.SessionStore;
import io.muster.authserver.store.Stores;
import io.muster.authserver.store.User;
import io.muster.authserver.store.UserStore;
import io.muster.oauth.Subject;
import io.muster.oauth.store.HashStore;
import io.muster.wire.meter.Meters;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Stores whose operations are counted, with how they ended and how long they took; and, where that costs nothing to know,
 * how much they hold.
 */
public final class MeasuredStores implements Stores {
    private final Stores inner;
    private final ClientStore clients;
    private final FlowStore flows;
    private final SessionStore sessions;
    private final ProviderTokenStore providerTokens;
    private final UserStore users;
    private final ReplayGuard replays;
    private final HashStore hashes;

    private MeasuredStores(Stores inner, Meters meters) {
        this.inner = inner;
        this.clients = new MeasuredClients(inner.clients(), new Operations("clients", meters));
        this.flows = new MeasuredFlows(inner.flows(), new Operations("flows", meters));
        this.sessions = new MeasuredSessions(inner.sessions(), new Operations("sessions", meters));
        this.providerTokens =
                new MeasuredProviderTokens(inner.providerTokens(), new Operations("provider_tokens", meters));
        this.users = measured(inner.users(), new Operations("users", meters));
        this.replays = measured(inner.replays(), new Operations("replays", meters));
        this.hashes = new MeasuredHashes(inner.hashes(), new Operations("hashes", meters));
    }

    /** The same stores where nobody measures. */
    public static Stores of(Stores stores, Meters meters) {
        if (meters == Meters.NONE) {
            return stores;
        }
        stores.sizes().forEach((kind, size) -> meters.gauge("storage." + kind + ".count", size));
        return new MeasuredStores(stores, meters);
    }

    private static UserStore measured(UserStore users, Operations operations) {
        return new UserStore() {
            @Override
            public void save(User user, Instant until) {
                operations.run("save", () -> users.save(user, until));
            }

            @Override
            public Optional<User> find(Subject subject) {
                return operations.counted("find", () -> users.find(subject));
            }
        };
    }

    private static ReplayGuard measured(ReplayGuard replays, Operations operations) {
        return (value, now, until) -> operations.counted("first", () -> replays.first(value, now, until));
    }

    @Override
    public ClientStore clients() {
        return clients;
    }

    @Override
    public FlowStore flows() {
        return flows;
    }

    @Override
    public SessionStore sessions() {
        return sessions;
    }

    @Override
    public ProviderTokenStore providerTokens() {
        return providerTokens;
    }

    @Override
    public UserStore users() {
        return users;
    }

    @Override
    public ReplayGuard replays() {
        return replays;
    }

    @Override
    public HashStore hashes() {
        return hashes;
    }

    @Override
    public String description() {
        return inner.description();
    }

    @Override
    public Map<String, LongSupplier> sizes() {
        return inner.sizes();
    }

    @Override
    public void close() {
        inner.close();
    }
}

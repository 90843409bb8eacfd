package io.muster.authserver.store.measured;

import io.muster.authserver.store.ReplayGuard;
import io.muster.authserver.store.StoreSet;
import io.muster.authserver.store.Stores;
import io.muster.authserver.store.User;
import io.muster.authserver.store.UserStore;
import io.muster.oauth.Subject;
import io.muster.wire.meter.Meters;
import java.time.Instant;
import java.util.Optional;

/**
 * Stores whose operations are counted, with how they ended and how long they took; and, where that costs nothing to know,
 * how much they hold.
 */
public final class MeasuredStores {
    private MeasuredStores() {}

    /** The same stores where nobody measures. */
    public static Stores of(Stores stores, Meters meters) {
        if (meters == Meters.NONE) {
            return stores;
        }
        stores.sizes().forEach((kind, size) -> meters.gauge("storage." + kind + ".count", size));
        return new StoreSet(
                new MeasuredClients(stores.clients(), new Operations("clients", meters)),
                new MeasuredFlows(stores.flows(), new Operations("flows", meters)),
                new MeasuredSessions(stores.sessions(), new Operations("sessions", meters)),
                new MeasuredProviderTokens(stores.providerTokens(), new Operations("provider_tokens", meters)),
                measured(stores.users(), new Operations("users", meters)),
                measured(stores.replays(), new Operations("replays", meters)),
                new MeasuredHashes(stores.hashes(), new Operations("hashes", meters)),
                stores.description(),
                stores.sizes(),
                stores::close);
    }

    private static UserStore measured(UserStore users, Operations operations) {
        return new UserStore() {
            @Override
            public void save(User user, Instant until) {
                operations.run("save", () -> users.save(user, until));
            }

            @Override
            public void extend(Subject subject, Instant until) {
                operations.run("extend", () -> users.extend(subject, until));
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
}

package io.muster.valkey;

import static io.muster.authserver.store.Fixtures.GRACE;
import static io.muster.authserver.store.Fixtures.hash;

import io.muster.authserver.seal.AesSeal;
import io.muster.authserver.seal.SealingKey;
import io.muster.authserver.store.ClientStoreContract;
import io.muster.authserver.store.FlowStoreContract;
import io.muster.authserver.store.HashStoreContract;
import io.muster.authserver.store.PeopleContract;
import io.muster.authserver.store.ReplicaContract;
import io.muster.authserver.store.SessionStoreContract;
import io.muster.authserver.store.Stores;
import io.muster.testkit.ManualTime;
import io.muster.valkey.Server.Repeat;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Protocol.Command;

/** The contracts of the stores, on a real server. Each test has a key prefix of its own. */
@NeedsServer
class ValkeyStoresTest {
    private static final AesSeal SEAL = new AesSeal(List.of(SealingKey.random(new SecureRandom())), new SecureRandom());

    @TempDir
    private static @Nullable Path directory;

    private static @Nullable RealServer server;

    @BeforeAll
    static void start() throws Exception {
        if (directory != null) {
            server = RealServer.start(directory);
        }
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    private static Stores open(ManualTime time) {
        return ValkeyStores.open(settings(), SEAL, time, time, new SecureRandom());
    }

    private static ValkeySettings settings() {
        if (server == null) {
            throw new IllegalStateException("no server");
        }
        return server.settings().withKeyPrefix(UUID.randomUUID() + ":");
    }

    /** The clock of a server cannot be moved; what it compares with can. */
    private static void letGracePass(ValkeySettings settings, String refresh) {
        try (var raw = new Server(settings)) {
            var key = new Keys(settings.keyPrefix()).refresh(hash(refresh));
            raw.command(Repeat.FORBIDDEN, Command.HINCRBY, key, "grace", -GRACE.toMillis());
        }
    }

    @Nested
    class Sessions extends SessionStoreContract {
        private final ValkeySettings settings = settings();

        @Override
        protected Stores open(ManualTime time) {
            return ValkeyStores.open(settings, SEAL, time, time, new SecureRandom());
        }

        @Override
        protected void letGracePass(String refresh) {
            ValkeyStoresTest.letGracePass(settings, refresh);
        }
    }

    @Nested
    class Replicas extends ReplicaContract {
        private final ValkeySettings settings = settings();

        @Override
        protected Stores open(ManualTime time) {
            return ValkeyStores.open(settings, SEAL, time, time, new SecureRandom());
        }

        @Override
        protected void letGracePass(String refresh) {
            ValkeyStoresTest.letGracePass(settings, refresh);
        }
    }

    @Nested
    class Flows extends FlowStoreContract {
        @Override
        protected Stores open(ManualTime time) {
            return ValkeyStoresTest.open(time);
        }
    }

    @Nested
    class Clients extends ClientStoreContract {
        @Override
        protected Stores open(ManualTime time) {
            return ValkeyStoresTest.open(time);
        }
    }

    @Nested
    class People extends PeopleContract {
        @Override
        protected Stores open(ManualTime time) {
            return ValkeyStoresTest.open(time);
        }
    }

    @Nested
    class Hashes extends HashStoreContract {
        private final ValkeySettings settings = settings();

        @Override
        protected Stores open(ManualTime time) {
            return ValkeyStores.open(settings, SEAL, time, time, new SecureRandom());
        }

        @Override
        protected void pass(Duration duration) {
            letHashesAge(settings, duration);
        }
    }

    /** The clock of a server cannot be moved; the time that keys have left can. */
    private static void letHashesAge(ValkeySettings settings, Duration duration) {
        try (var raw = new Server(settings)) {
            for (var key : Reply.of(raw.command(Repeat.ALLOWED, Command.KEYS, settings.keyPrefix() + "*"))
                    .orElseThrow()
                    .values()) {
                var left = (Long) raw.command(Repeat.ALLOWED, Command.PTTL, key);
                if (left != null && left >= 0) {
                    raw.command(Repeat.FORBIDDEN, Command.PEXPIRE, key, left - duration.toMillis());
                }
            }
        }
    }
}

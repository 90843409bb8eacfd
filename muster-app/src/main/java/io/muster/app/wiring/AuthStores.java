package io.muster.app.wiring;

import io.muster.authserver.config.AuthServerConfig;
import io.muster.authserver.config.StorageConfig;
import io.muster.authserver.seal.AesSeal;
import io.muster.authserver.seal.KeyFile;
import io.muster.authserver.seal.Seal;
import io.muster.authserver.store.StoreMisconfigured;
import io.muster.authserver.store.Stores;
import io.muster.authserver.store.file.FileStores;
import io.muster.authserver.store.memory.Capacity;
import io.muster.authserver.store.memory.MemoryStores;
import io.muster.valkey.ValkeySettings;
import io.muster.valkey.ValkeyStores;
import io.muster.wire.time.Scheduler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Opens the stores of the authorization server. */
record AuthStores(AuthServerConfig config, Environment environment, Scheduler scheduler) {
    /**
     * @throws StoreMisconfigured when they cannot be used as configured
     * @throws io.muster.oauth.store.StoreUnavailable when they do not answer
     */
    Stores open() {
        return switch (config.storage()) {
            case StorageConfig.Memory _ ->
                MemoryStores.open(Capacity.DEFAULT, environment.clock(), scheduler, environment.random());
            case StorageConfig.File _ -> file();
            case StorageConfig.Valkey valkey -> valkey(valkey);
        };
    }

    private Stores file() {
        var directory = environment.configDirectory().resolve(".state");
        try {
            Files.createDirectories(directory);
            return FileStores.open(
                    directory.resolve("oauth.db"),
                    fileSeal(directory.resolve("oauth.key")),
                    Capacity.DEFAULT,
                    environment.clock(),
                    scheduler,
                    environment.random());
        } catch (IOException e) {
            throw new StoreMisconfigured("cannot prepare the store in " + directory + ": " + e.getMessage(), e);
        }
    }

    private Seal fileSeal(Path keyFile) throws IOException {
        var keys = config.sealingKeys().isEmpty()
                ? List.of(KeyFile.loadOrCreate(keyFile, environment.random()))
                : config.sealingKeys();
        return new AesSeal(keys, environment.random());
    }

    private Stores valkey(StorageConfig.Valkey asked) {
        var settings = ValkeySettings.at(asked.address())
                .withCredentials(asked.username(), asked.password())
                .withDatabase(asked.database())
                .withKeyPrefix(asked.keyPrefix());
        return ValkeyStores.open(
                asked.tls()
                        ? settings.withTls(new ValkeySettings.Tls(asked.tlsServerName(), environment.trust()))
                        : settings,
                config.sealingKeys().isEmpty() ? Seal.NONE : new AesSeal(config.sealingKeys(), environment.random()),
                environment.clock(),
                scheduler,
                environment.random());
    }
}

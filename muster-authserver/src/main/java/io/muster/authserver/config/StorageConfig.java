package io.muster.authserver.config;

import io.muster.oauth.Secret;
import java.util.Optional;

/** Where sessions are kept. */
public sealed interface StorageConfig {
    /** In this process; lost with it. */
    record Memory() implements StorageConfig {}

    /** In a sealed file beside the configuration. */
    record File() implements StorageConfig {}

    /**
     * In Valkey or Redis, shared by all replicas.
     *
     * @param address host and port
     * @param username of an access control list; the default user when empty
     * @param tlsServerName to be verified instead of the host of the address
     */
    record Valkey(
            String address,
            Optional<String> username,
            Optional<Secret> password,
            boolean tls,
            Optional<String> tlsServerName,
            String keyPrefix,
            int database)
            implements StorageConfig {}
}

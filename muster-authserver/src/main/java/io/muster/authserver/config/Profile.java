package io.muster.authserver.config;

import io.muster.authserver.protocol.Locations;

/** How careful the server is where the configuration does not say so; decided by its own address. */
public enum Profile {
    /** Plain HTTP on a loopback host: what makes trying things out easy. */
    DEVELOPMENT,
    /** HTTPS: what the security of others depends on. */
    PRODUCTION;

    static Profile of(Locations locations) {
        return locations.isHttps() ? PRODUCTION : DEVELOPMENT;
    }

    /** The word in logs and status. */
    public String word() {
        return this == DEVELOPMENT ? "development" : "production";
    }
}

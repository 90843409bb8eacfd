package io.muster.valkey;

import io.muster.oauth.Secret;
import io.muster.wire.outbound.TrustedCertificates;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the server is and how to talk to it.
 *
 * @param host name or address
 * @param port TCP port
 * @param username ACL user; the default user when there is none
 * @param password of the user
 * @param tls whether and how the connection is protected
 * @param database number of the logical database
 * @param keyPrefix what all keys begin with
 * @param timeout how long one operation may take in all
 * @param connections at most
 */
public record ValkeySettings(
        String host,
        int port,
        Optional<String> username,
        Optional<Secret> password,
        Optional<Tls> tls,
        int database,
        String keyPrefix,
        Duration timeout,
        int connections) {
    private static final int DEFAULT_PORT = 6379;

    /**
     * How the connection is protected.
     *
     * @param serverName expected in the certificate instead of the host
     * @param trust authorities
     */
    public record Tls(Optional<String> serverName, TrustedCertificates trust) {}

    public ValkeySettings {
        if (host.isBlank() || port < 1 || port > 65_535) {
            throw new IllegalArgumentException("the address of the Valkey server must be host:port");
        }
        if (database < 0 || connections < 1 || !timeout.isPositive()) {
            throw new IllegalArgumentException("database, connections and time limit of Valkey are out of range");
        }
    }

    /**
     * Settings with the defaults of everything but the address.
     *
     * @param address {@code host:port}, {@code host}, or {@code [IPv6]:port}
     * @throws IllegalArgumentException when it is none of those
     */
    public static ValkeySettings at(String address) {
        var colon = address.lastIndexOf(':');
        var hasPort = colon > address.lastIndexOf(']');
        var host = (hasPort ? address.substring(0, colon) : address).replaceAll("[\\[\\]]", "");
        return new ValkeySettings(
                host,
                hasPort ? port(address.substring(colon + 1)) : DEFAULT_PORT,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                "muster:",
                Duration.ofSeconds(3),
                64);
    }

    private static int port(String text) {
        return text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
    }

    public ValkeySettings withCredentials(Optional<String> user, Optional<Secret> secret) {
        return new ValkeySettings(host, port, user, secret, tls, database, keyPrefix, timeout, connections);
    }

    public ValkeySettings withTls(Tls protection) {
        return new ValkeySettings(
                host, port, username, password, Optional.of(protection), database, keyPrefix, timeout, connections);
    }

    public ValkeySettings withDatabase(int number) {
        return new ValkeySettings(host, port, username, password, tls, number, keyPrefix, timeout, connections);
    }

    public ValkeySettings withKeyPrefix(String prefix) {
        return new ValkeySettings(host, port, username, password, tls, database, prefix, timeout, connections);
    }

    /** Address, database and prefix: what operators may read. */
    @Override
    public String toString() {
        return host + ":" + port + "/" + database + ", keys " + keyPrefix + (tls.isPresent() ? "*, TLS" : "*");
    }
}

package io.muster.valkey;

import io.muster.oauth.Secret;
import java.time.Duration;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionFactory;
import redis.clients.jedis.ConnectionPool;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisClientConfig;

/** Sets up the pool. Waiting for a connection, making one and waiting for the answer share the time of an operation. */
final class Connections {
    private static final int WAITING_SHARE = 6;
    private static final int CONNECTING_SHARE = 3;
    private static final int ANSWERING_SHARE = 2;

    private Connections() {}

    static ConnectionPool pool(ValkeySettings settings) {
        var config = new ConnectionPoolConfig();
        config.setMaxTotal(settings.connections());
        config.setMaxIdle(settings.connections());
        config.setMaxWait(settings.timeout().dividedBy(WAITING_SHARE));
        config.setJmxEnabled(false);
        return new ConnectionPool(new ConnectionFactory(sockets(settings), client(settings)), config);
    }

    /** One connection, which the caller closes. */
    static Connection single(ValkeySettings settings) {
        return new Connection(sockets(settings), client(settings));
    }

    private static Sockets sockets(ValkeySettings settings) {
        return new Sockets(
                settings,
                millis(settings.timeout().dividedBy(CONNECTING_SHARE)),
                millis(settings.timeout().dividedBy(ANSWERING_SHARE)));
    }

    private static JedisClientConfig client(ValkeySettings settings) {
        var client = DefaultJedisClientConfig.builder()
                .resp2()
                .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
                .socketTimeoutMillis(millis(settings.timeout().dividedBy(ANSWERING_SHARE)))
                .database(settings.database());
        settings.username().ifPresent(client::user);
        settings.password().map(Secret::reveal).ifPresent(client::password);
        return client.build();
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(Math.max(1, duration.toMillis()));
    }
}

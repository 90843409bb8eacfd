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
import redis.clients.jedis.RedisProtocol;

/** Sets up the pool. Waiting for a connection or making one, and waiting for the answer share the time of an operation. */
final class Connections {
    private static final int WAITING_SHARE = 2;
    private static final int CONNECTING_SHARE = 3;
    private static final int ANSWERING_SHARE = 2;

    private Connections() {}

    static ConnectionPool pool(ValkeySettings settings) {
        var config = new ConnectionPoolConfig();
        config.setMaxTotal(settings.connections());
        config.setMaxIdle(settings.connections());
        config.setFairness(true);
        config.setMaxWait(settings.timeout().dividedBy(WAITING_SHARE));
        config.setJmxEnabled(false);
        return new ConnectionPool(
                new ConnectionFactory(sockets(settings), client(settings, RedisProtocol.RESP2)), config);
    }

    /** One connection, which the caller closes. */
    static Connection single(ValkeySettings settings) {
        return new Connection(sockets(settings), client(settings, RedisProtocol.RESP2));
    }

    /** One connection on which the server may push what it was not asked, which is read like answers. */
    static Connection pushed(ValkeySettings settings) {
        return new PushedConnection(sockets(settings), client(settings, RedisProtocol.RESP3));
    }

    /** The library drops what is pushed, unless somebody wants it. */
    private static final class PushedConnection extends Connection {
        PushedConnection(Sockets sockets, JedisClientConfig client) {
            super(sockets, client);
        }

        /** Called by the constructor. */
        @Override
        protected void initPushConsumers(JedisClientConfig client) {
            super.initPushConsumers(client);
            addPushConsumer(context -> {
                context.propagate();
                return context;
            });
        }
    }

    private static Sockets sockets(ValkeySettings settings) {
        return new Sockets(
                settings,
                millis(settings.timeout().dividedBy(CONNECTING_SHARE)),
                millis(settings.timeout().dividedBy(ANSWERING_SHARE)));
    }

    private static JedisClientConfig client(ValkeySettings settings, RedisProtocol protocol) {
        var client = DefaultJedisClientConfig.builder()
                .protocol(protocol)
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

package io.muster.valkey;

import io.muster.authserver.store.StoreMisconfigured;
import io.muster.oauth.store.StoreUnavailable;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPool;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * The server, as commands and scripts. Whatever goes wrong is {@link StoreUnavailable}: errors of the connection, time
 * that is up, and answers such as {@code LOADING}, {@code READONLY} or {@code MOVED}. After each of them the idle
 * connections are dropped, because the name may lead to another server by now.
 *
 * <p>What may be done twice is repeated once on a new connection when an old one turns out to be dead; what may not is
 * not, since nobody knows whether the server has done it.
 */
final class Server implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Server.class);

    private final ValkeySettings settings;
    private final ConnectionPool pool;
    private final AtomicLong failures = new AtomicLong();
    private volatile boolean failing;

    /** Whether an operation may be done twice. */
    enum Repeat {
        ALLOWED,
        FORBIDDEN
    }

    Server(ValkeySettings settings) {
        this.settings = settings;
        this.pool = Connections.pool(settings);
    }

    /** How many operations have failed so far: when it has grown, the server may be another one. */
    long failures() {
        return failures.get();
    }

    /** @return bytes, a number, a list of such, or nothing */
    @Nullable
    Object command(Repeat repeat, Command command, Object... arguments) {
        return execute(repeat, connection -> connection.executeCommand(line(command, arguments)));
    }

    /** Runs a script, which is sent only when the server does not know it yet. */
    @Nullable
    Object script(Repeat repeat, Script script, List<String> keys, Object... arguments) {
        return execute(repeat, connection -> {
            try {
                return connection.executeCommand(line(Command.EVALSHA, script.digest(), keys, arguments));
            } catch (JedisNoScriptException e) {
                return connection.executeCommand(line(Command.EVAL, script.text(), keys, arguments));
            }
        });
    }

    /** Sets a key for a time. */
    void set(String key, byte[] value, long millis) {
        command(Repeat.ALLOWED, Command.SET, key, value, "PX", millis);
    }

    /** The bytes of a key. */
    byte @Nullable [] get(String key) {
        return (byte[]) command(Repeat.ALLOWED, Command.GET, key);
    }

    /**
     * Connects for the first time.
     *
     * @throws StoreMisconfigured when trying again would not help
     */
    void connect() {
        try (var connection = pool.getResource()) {
            connection.executeCommand(line(Command.PING));
        } catch (JedisException e) {
            throw StartFailure.of(settings, e);
        }
    }

    /**
     * Finds out whether everything may be done that stores do.
     *
     * @param key that is used for nothing else
     * @throws StoreMisconfigured when the user lacks rights
     */
    void requireRights(String key) {
        try (var connection = pool.getResource()) {
            connection.executeCommand(line(Command.SET, key, 1, "PX", 1000));
            connection.executeCommand(line(Command.GET, key));
            connection.executeCommand(line(Command.GETDEL, key));
            connection.executeCommand(line(Command.HGET, key, "a"));
            connection.executeCommand(line(Command.HMGET, key, "a"));
            connection.executeCommand(line(Command.HGETALL, key));
            connection.executeCommand(line(Command.HDEL, key, "a"));
            connection.executeCommand(line(Command.PEXPIRE, key, 1000));
            connection.executeCommand(line(Command.DEL, key));
            connection.executeCommand(line(Command.EVAL, Script.TRY_RIGHTS.text(), List.of(key)));
            evaluateByDigest(connection, key);
        } catch (JedisException e) {
            throw StartFailure.ofRights(settings, e);
        }
    }

    /** Servers that know a script run it by its digest, which is another command. */
    private static void evaluateByDigest(Connection connection, String key) {
        try {
            connection.executeCommand(line(Command.EVALSHA, Script.TRY_RIGHTS.digest(), List.of(key)));
        } catch (JedisNoScriptException flushedMeanwhile) {
            log.atDebug().log("a script was forgotten at once");
        }
    }

    @FunctionalInterface
    private interface Operation {
        @Nullable
        Object on(Connection connection);
    }

    private @Nullable Object execute(Repeat repeat, Operation operation) {
        try {
            return recovered(attempt(operation));
        } catch (DeadConnection e) {
            if (repeat == Repeat.FORBIDDEN) {
                throw failed(e.cause);
            }
            pool.clear();
            return again(operation);
        } catch (JedisException e) {
            throw failed(e);
        }
    }

    private @Nullable Object again(Operation operation) {
        try {
            return recovered(attempt(operation));
        } catch (DeadConnection e) {
            throw failed(e.cause);
        } catch (JedisException e) {
            throw failed(e);
        }
    }

    private @Nullable Object attempt(Operation operation) throws DeadConnection {
        try (var connection = pool.getResource()) {
            try {
                return operation.on(connection);
            } catch (JedisConnectionException e) {
                if (e.getCause() instanceof SocketTimeoutException) {
                    throw e;
                }
                throw new DeadConnection(e);
            }
        }
    }

    /** A connection that was made before is closed. */
    private static final class DeadConnection extends Exception {
        private final JedisConnectionException cause;

        DeadConnection(JedisConnectionException cause) {
            super(cause);
            this.cause = cause;
        }
    }

    private StoreUnavailable failed(JedisException cause) {
        if (Thread.currentThread().isInterrupted()) {
            // The caller was cancelled, which closes its connection and says nothing about the server.
            return new StoreUnavailable("interrupted while waiting for Valkey", cause);
        }
        if (cause.getCause() instanceof NoSuchElementException) {
            // More callers than connections say nothing about the server either; to begin all anew would make it worse.
            return new StoreUnavailable("all connections to Valkey are in use: " + settings, cause);
        }
        pool.clear();
        failures.incrementAndGet();
        if (!failing) {
            failing = true;
            log.atWarn()
                    .addKeyValue("server", settings)
                    .setCause(cause)
                    .log(
                            cause instanceof JedisAccessControlException
                                    ? "Valkey refuses user or password, or the user lacks rights"
                                    : "Valkey gives no answer");
        }
        return new StoreUnavailable("Valkey gives no answer: " + settings, cause);
    }

    private @Nullable Object recovered(@Nullable Object answer) {
        if (failing) {
            failing = false;
            log.atInfo().addKeyValue("server", settings).log("Valkey answers again");
        }
        return answer;
    }

    private static CommandArguments line(Command command, Object... arguments) {
        return add(new CommandArguments(command), arguments);
    }

    private static CommandArguments line(Command command, byte[] script, List<String> keys, Object... arguments) {
        var line = new CommandArguments(command).add(script).add(keys.size());
        keys.forEach(key -> line.add(key.getBytes(StandardCharsets.UTF_8)));
        return add(line, arguments);
    }

    private static CommandArguments add(CommandArguments line, Object... arguments) {
        for (var argument : arguments) {
            line.add(
                    argument instanceof byte[] bytes
                            ? bytes
                            : argument.toString().getBytes(StandardCharsets.UTF_8));
        }
        return line;
    }

    @Override
    public void close() {
        pool.close();
    }
}

package io.muster.valkey;

import io.muster.authserver.seal.Seal;
import io.muster.authserver.seal.SealException;
import io.muster.oauth.store.Notices;
import io.muster.oauth.store.StoreUnavailable;
import io.muster.valkey.Server.Repeat;
import io.muster.wire.time.Scheduler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Notices on a channel of the server, sealed like everything else there. A connection of its own listens and is made again
 * when it breaks; what is said meanwhile is not heard. A user who must not use the channel does without.
 */
final class ValkeyNotices implements Notices, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ValkeyNotices.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final char END_OF_SENDER = ' ';

    private final ValkeySettings settings;
    private final Server server;
    private final String channel;
    private final Seal seal;
    private final Scheduler scheduler;
    private final String self;
    private volatile boolean subscribed;
    private volatile boolean told;

    // Guarded by this.
    private @Nullable Connection listening;
    private Scheduler.Timer next = () -> {};
    private boolean closed;

    ValkeyNotices(ValkeySettings settings, Server server, Seal seal, Scheduler scheduler, RandomGenerator random) {
        this.settings = settings;
        this.server = server;
        this.channel = new Keys(settings.keyPrefix()).events();
        this.seal = seal;
        this.scheduler = scheduler;
        this.self = HexFormat.of().toHexDigits(random.nextLong());
    }

    /** Who hears nothing has nobody to tell either, or no right to. */
    @Override
    public void send(String text) {
        if (!subscribed) {
            return;
        }
        var sealed = seal.seal(channel, (self + END_OF_SENDER + text).getBytes(StandardCharsets.UTF_8));
        try {
            server.command(Repeat.ALLOWED, Command.PUBLISH, channel, sealed);
        } catch (StoreUnavailable e) {
            log.atDebug().setCause(e).log("other processes were not told");
        }
    }

    @Override
    public void listen(Consumer<String> listener) {
        Thread.ofVirtual().name("valkey-notices").start(() -> subscribe(listener));
    }

    private void subscribe(Consumer<String> listener) {
        try (var connection = Connections.single(settings)) {
            if (taken(connection)) {
                connection.executeCommand(new CommandArguments(Command.SUBSCRIBE).add(channel));
                subscribed = true;
                told = false;
                connection.setTimeoutInfinite();
                for (; ; ) {
                    Reply.of(connection.getUnflushedObject()).ifPresent(message -> hear(message, listener));
                }
            }
        } catch (JedisException e) {
            tell(e);
            again(listener);
        } finally {
            subscribed = false;
        }
    }

    /** That the server is away is told by whoever needs an answer of it. */
    private void tell(JedisException cause) {
        var denied = cause instanceof JedisAccessControlException && !told;
        told |= denied;
        (denied ? log.atWarn() : log.atDebug())
                .addKeyValue("channel", channel)
                .setCause(cause)
                .log("what happens to sessions in other processes is not heard of at once");
    }

    private synchronized boolean taken(Connection connection) {
        if (closed) {
            return false;
        }
        listening = connection;
        return true;
    }

    private synchronized void again(Consumer<String> listener) {
        listening = null;
        if (!closed) {
            next = scheduler.after(PAUSE, () -> listen(listener));
        }
    }

    /** A message is its kind, the channel, and what is said. */
    private void hear(Reply message, Consumer<String> listener) {
        message.bytes(2).flatMap(this::said).ifPresent(text -> {
            try {
                listener.accept(text);
            } catch (RuntimeException e) {
                log.atError().setCause(e).log("a notice was not dealt with");
            }
        });
    }

    /** What another process said; nothing where it was this one, or somebody who has not the key. */
    private Optional<String> said(byte[] message) {
        try {
            var text = new String(seal.open(channel, message), StandardCharsets.UTF_8);
            int end = text.indexOf(END_OF_SENDER);
            return end < 0 || text.substring(0, end).equals(self)
                    ? Optional.empty()
                    : Optional.of(text.substring(end + 1));
        } catch (SealException e) {
            log.atDebug().setCause(e).log("a notice cannot be read");
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        Connection open;
        synchronized (this) {
            closed = true;
            next.cancel();
            open = listening;
        }
        if (open != null) {
            open.disconnect();
        }
    }
}

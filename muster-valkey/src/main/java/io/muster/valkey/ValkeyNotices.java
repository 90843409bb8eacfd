package io.muster.valkey;

import io.muster.authserver.seal.Seal;
import io.muster.authserver.seal.SealException;
import io.muster.oauth.store.Notices;
import io.muster.oauth.store.StoreUnavailable;
import io.muster.valkey.Server.Repeat;
import io.muster.wire.time.Scheduler;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;

/**
 * Notices on a channel of the server, sealed like everything else there. A connection of its own listens; what is said while
 * there is none is not heard. A user who must not use the channel does without.
 */
final class ValkeyNotices implements Notices, Listening.Listener, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ValkeyNotices.class);
    private static final char END_OF_SENDER = ' ';

    private final Server server;
    private final String channel;
    private final Seal seal;
    private final String self;
    private final Listening listening;
    private final Complaint complaint =
            new Complaint(log, "what happens to sessions in other processes is not heard of at once");
    private volatile Consumer<String> listener = _ -> {};
    private volatile boolean subscribed;

    ValkeyNotices(ValkeySettings settings, Server server, Seal seal, Scheduler scheduler, RandomGenerator random) {
        this.server = server;
        this.channel = new Keys(settings.keyPrefix()).events();
        this.seal = seal;
        this.self = HexFormat.of().toHexDigits(random.nextLong());
        var threads = Thread.ofVirtual().name("valkey-notices");
        this.listening = new Listening(threads, () -> Connections.single(settings), scheduler, this);
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
    public void listen(Consumer<String> heard) {
        listener = heard;
        listening.start();
    }

    @Override
    public void ask(Connection connection) {
        connection.executeCommand(new CommandArguments(Command.SUBSCRIBE).add(channel));
        subscribed = true;
    }

    @Override
    public void lost(RuntimeException cause) {
        subscribed = false;
        complaint.about(cause);
    }

    /** A message is its kind, the channel, and what is said. */
    @Override
    public void hear(Reply message) {
        complaint.settled();
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
        listening.close();
    }
}

package io.muster.valkey;

import io.muster.oauth.store.StoreUnavailable;
import io.muster.wire.time.Scheduler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;

/**
 * Hears from the server which access tokens change, whoever changes them: other processes, operators, or time. A connection
 * of its own asks for all keys of tokens ({@code CLIENT TRACKING} in broadcasting mode), whichever connection reads them.
 * While requests come, and for a minute after, a beat is sent every now and then.
 *
 * @see <a href="https://valkey.io/topics/client-side-caching/">Server-assisted client-side caching</a>
 */
final class TokenChanges implements Listening.Listener, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TokenChanges.class);
    private static final Duration PERIOD = Duration.ofMillis(300);
    private static final long BEAT_MILLIS = 1_000;
    private static final byte[] BEAT = {'1'};

    /** So many beats without an answer, and the connection is taken for dead. */
    private static final int MOST_UNANSWERED = 10;

    private final Server server;
    private final Keys keys;
    private final SeenTokens seen;
    private final Attention attention;
    private final InstantSource clock;
    private final String self;
    private final Listening listening;
    private final Scheduler.Timer timer;
    private final Complaint complaint =
            new Complaint(log, "Valkey does not tell which tokens change, so that each request asks it");

    TokenChanges(
            ValkeySettings settings,
            Server server,
            SeenTokens seen,
            Attention attention,
            InstantSource clock,
            Scheduler scheduler,
            RandomGenerator random) {
        this.server = server;
        this.keys = new Keys(settings.keyPrefix());
        this.seen = seen;
        this.attention = attention;
        this.clock = clock;
        this.self = HexFormat.of().toHexDigits(random.nextLong());
        // Hundreds of requests that wait for a core must not come before what makes them cheaper.
        var threads = Thread.ofPlatform().daemon().name("valkey-changes");
        this.listening = new Listening(threads, () -> Connections.pushed(settings), scheduler, this);
        this.timer = scheduler.every(PERIOD, this::beat);
    }

    void start() {
        listening.start();
    }

    @Override
    public void ask(Connection connection) {
        connection.executeCommand(new CommandArguments(Command.CLIENT)
                .add("TRACKING")
                .add("ON")
                .add("BCAST")
                .add("PREFIX")
                .add(keys.access())
                .add("PREFIX")
                .add(keys.beats(self)));
        attention.listens();
    }

    /** A message is its kind, and the keys that have changed, or nothing where all have. */
    @Override
    public void hear(Reply message) {
        if (message.text(0).filter("invalidate"::equals).isEmpty()) {
            return;
        }
        Reply.of(message.values().get(1)).ifPresentOrElse(this::changed, seen::forgetAll);
    }

    private void changed(Reply names) {
        for (var at = 0; at < names.values().size(); at++) {
            var name = names.text(at).orElse("");
            keys.token(name).ifPresent(seen::forget);
            keys.beat(self, name).ifPresent(number -> {
                attention.heard(number, clock.instant());
                complaint.settled();
            });
        }
    }

    @Override
    public void lost(RuntimeException cause) {
        attention.lost();
        seen.forgetAll();
        complaint.about(cause);
    }

    private void beat() {
        seen.sweep();
        if (!attention.needsBeat()) {
            return;
        }
        if (attention.unanswered() >= MOST_UNANSWERED) {
            complaint.about(new IllegalStateException("changes are not told in time"));
            listening.restart();
            return;
        }
        try {
            server.set(keys.beat(self, attention.next(clock.instant())), BEAT, BEAT_MILLIS);
        } catch (StoreUnavailable e) {
            attention.unsent();
            log.atDebug().setCause(e).log("changes are not known to be heard of");
        }
    }

    @Override
    public void close() {
        timer.cancel();
        listening.close();
    }
}

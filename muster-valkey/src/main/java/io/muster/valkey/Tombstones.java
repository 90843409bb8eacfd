package io.muster.valkey;

import io.muster.oauth.SessionId;
import io.muster.oauth.store.StoreUnavailable;
import io.muster.valkey.Server.Repeat;
import io.muster.wire.time.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sessions that this process has ended. A server that takes over from another may have missed the last writes, and a
 * session that a thief was thrown out of would live again. Here it stays ended, and the end is written again as soon as
 * the server has failed to answer or shows such a session alive.
 */
final class Tombstones implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Tombstones.class);
    private static final Duration PERIOD = Duration.ofSeconds(5);
    private static final Duration REMEMBERED = Duration.ofHours(1);
    private static final int CAPACITY = 100_000;

    private final ConcurrentHashMap<SessionId, Tombstone> tombstones = new ConcurrentHashMap<>();
    private final Server server;
    private final Keys keys;
    private final InstantSource clock;
    private final Scheduler.Timer timer;
    private volatile long confirmedFailures;
    private volatile boolean contradicted;

    private record Tombstone(Instant endedAt, Instant keepUntil) {}

    Tombstones(Server server, Keys keys, InstantSource clock, Scheduler scheduler) {
        this.server = server;
        this.keys = keys;
        this.clock = clock;
        this.confirmedFailures = server.failures();
        timer = scheduler.every(PERIOD, this::review);
    }

    /** Ends a session here and on the server. */
    @Nullable
    Object end(SessionId id, Instant now, Instant keepUntil) {
        if (tombstones.size() < CAPACITY) {
            tombstones.putIfAbsent(id, new Tombstone(now, keepUntil));
        }
        return write(id, now, keepUntil);
    }

    /** When this process ended the session, if it did; called for sessions that the server shows alive. */
    Optional<Instant> endOf(SessionId id) {
        var found = Optional.ofNullable(tombstones.get(id)).map(Tombstone::endedAt);
        if (found.isPresent()) {
            contradicted = true;
        }
        return found;
    }

    private void review() {
        var failures = server.failures();
        try {
            if (contradicted || failures != confirmedFailures) {
                contradicted = false;
                tombstones.forEach((id, tombstone) -> write(id, tombstone.endedAt(), tombstone.keepUntil()));
                confirmedFailures = failures;
            }
            var oldest = clock.instant().minus(REMEMBERED);
            tombstones.values().removeIf(tombstone -> tombstone.endedAt().isBefore(oldest));
        } catch (StoreUnavailable e) {
            contradicted = true;
            log.atDebug().setCause(e).log("the ends of sessions are written again later");
        }
    }

    private @Nullable Object write(SessionId id, Instant endedAt, Instant keepUntil) {
        return server.script(
                Repeat.FORBIDDEN,
                Script.END_SESSION,
                List.of(keys.session(id), keys.refreshOf(id), keys.accessOf(id)),
                endedAt.toEpochMilli(),
                keepUntil.toEpochMilli(),
                Ttl.millis(endedAt, keepUntil),
                REMEMBERED.toMillis());
    }

    @Override
    public void close() {
        timer.cancel();
    }
}

package io.muster.mcp.server.legacy;

import io.muster.mcp.McpServer;
import io.muster.mcp.Revision;
import io.muster.wire.time.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transport sessions of streamable HTTP. An id is 122 random bits that this process handed out to one principal;
 * every other id is unknown, whatever it looks like. A client whose session is unknown begins anew (HTTP 404), so that a
 * restart costs it one handshake and never leaves it with a session that only half works.
 */
final class LegacySessions<P> implements SessionMemory.Endpoint, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LegacySessions.class);
    private static final String PREFIX = "mcp-session-";
    private static final Duration MIN_SWEEP = Duration.ofSeconds(1);

    private final McpServer<P> server;
    private final SessionLimits limits;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Map<String, LegacySession<P>> sessions = new ConcurrentHashMap<>();
    private final Handshakes handshakes = new Handshakes();
    private final Scheduler.Timer sweep;

    LegacySessions(
            McpServer<P> server,
            SessionLimits limits,
            Scheduler scheduler,
            InstantSource clock,
            RandomGenerator random) {
        this.server = server;
        this.limits = limits;
        this.clock = clock;
        this.random = random;
        var quarter = Duration.ofMillis(limits.idleExpiry().toMillis() / 4);
        this.sweep = scheduler.every(quarter.compareTo(MIN_SWEEP) < 0 ? MIN_SWEEP : quarter, this::sweep);
        limits.memory().add(this);
    }

    /** A session that is not known to others until {@link #add}. */
    LegacySession<P> create(P principal) {
        var id = PREFIX + randomUuid(random);
        return new LegacySession<>(id, principal, server, Revision.V2025_03_26, limits, random);
    }

    void add(LegacySession<P> session) {
        session.used(clock.instant());
        session.keep(handshakes);
        sessions.put(session.id(), session);
        if (sessions.size() > limits.maxSessions()) {
            makeRoom(session);
        }
    }

    /** The session if it is alive and belongs to the principal. */
    Optional<LegacySession<P>> find(String id, P principal) {
        var session = sessions.get(id);
        if (session == null || !session.principal().equals(principal)) {
            return Optional.empty();
        }
        var now = clock.instant();
        if (expired(session, now)) {
            end(session);
            return Optional.empty();
        }
        session.used(now);
        return Optional.of(session);
    }

    /** Counts idleness anew: a call or a stream of the session has ended. */
    void used(LegacySession<P> session) {
        session.used(clock.instant());
    }

    void end(LegacySession<P> session) {
        sessions.remove(session.id());
        session.end();
    }

    /** All sessions take no more calls; completes when those in flight have their answer. */
    CompletableFuture<Void> finish() {
        return CompletableFuture.allOf(
                sessions.values().stream().map(LegacySession::finish).toArray(CompletableFuture[]::new));
    }

    int size() {
        return sessions.size();
    }

    @Override
    public void close() {
        limits.memory().remove(this);
        sweep.cancel();
        sessions.values().forEach(this::end);
    }

    /** A random UUID (RFC 9562, version 4) from the given source. */
    static UUID randomUuid(RandomGenerator random) {
        var high = (random.nextLong() & ~0xF000L) | 0x4000L;
        var low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    private void sweep() {
        var now = clock.instant();
        sessions.values().stream().filter(session -> expired(session, now)).forEach(this::end);
    }

    private boolean expired(LegacySession<P> session, Instant now) {
        return session.isIdle() && !now.isBefore(session.used().plus(limits.idleExpiry()));
    }

    @Override
    public Optional<SessionMemory.Idle> idlest() {
        return idlest(session -> true);
    }

    private Optional<SessionMemory.Idle> idlest(Predicate<LegacySession<P>> among) {
        return sessions.values().stream()
                .filter(session -> session.isIdle() && among.test(session))
                .min(Comparator.comparing(LegacySession::used))
                .map(session -> new SessionMemory.Idle(session.used(), () -> end(session)));
    }

    private void makeRoom(LegacySession<P> newest) {
        idlest(session -> session != newest)
                .map(SessionMemory.Idle::end)
                .orElse(() -> end(newest))
                .run();
        log.atDebug().addKeyValue("limit", limits.maxSessions()).log("too many transport sessions, ended one");
    }
}

package io.muster.gateway.session;

import io.muster.gateway.backend.Inventory;
import io.muster.gateway.catalog.CatalogChange;
import io.muster.gateway.catalog.Offer;
import io.muster.gateway.catalog.Offers;
import io.muster.gateway.lease.SubjectCredentials;
import io.muster.gateway.session.SessionRecords.Recorded;
import io.muster.oauth.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** One login session: what proves its user, its backends, and what they offer to it. Thread-safe. */
final class Session {
    private static final Settled NEVER = new Settled(-1, 0);
    private static final Duration TOUCH = Duration.ofHours(1);

    private final SessionId id;
    private final SubjectCredentials credentials;
    private final ConcurrentSkipListMap<String, SessionServer> servers = new ConcurrentSkipListMap<>();
    private final ReentrantLock settling = new ReentrantLock();
    private volatile List<Offer> offers = List.of();
    private volatile Optional<Recorded> recorded = Optional.empty();
    private volatile Settled settled = NEVER;
    private volatile Instant lastSeen;
    private volatile Instant lastLooked = Instant.MIN;

    // Guarded by this.
    private Map<String, Inventory> visible = new TreeMap<>();
    private int attached;
    private boolean ended;
    private Instant lastTouched = Instant.MIN;

    /**
     * For what a session has connected to what it can.
     *
     * @param version of the backends
     * @param proof generation of what proved the user; 0 when nothing did
     */
    record Settled(long version, long proof) {}

    Session(SessionId id, SubjectCredentials credentials, Instant now) {
        this.id = id;
        this.credentials = credentials;
        this.lastSeen = now;
    }

    SessionId id() {
        return id;
    }

    SubjectCredentials credentials() {
        return credentials;
    }

    Optional<SessionServer> server(String name) {
        return Optional.ofNullable(servers.get(name));
    }

    Collection<SessionServer> servers() {
        return servers.values();
    }

    /** What the session is offered now; the same list until that changes. */
    List<Offer> offers() {
        return offers;
    }

    /** The server of that name, made if there is none; empty when the session has ended. Making it may block. */
    Optional<SessionServer> server(String name, Supplier<SessionServer> making) {
        var known = servers.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        settling.lock();
        try {
            var present = servers.get(name);
            if (present != null) {
                return Optional.of(present);
            }
            var made = making.get();
            boolean taken;
            boolean interested;
            synchronized (this) {
                taken = !ended;
                interested = attached > 0;
                if (taken) {
                    servers.put(name, made);
                }
            }
            if (!taken) {
                made.lease().park();
                return Optional.empty();
            }
            if (interested) {
                made.lease().attached(true);
            }
            return Optional.of(made);
        } finally {
            settling.unlock();
        }
    }

    /** Forgets a server, whose lease the caller ends. */
    Optional<SessionServer> drop(String name) {
        return Optional.ofNullable(servers.remove(name));
    }

    /** Nothing is added any more; answers what was there. */
    List<SessionServer> end() {
        synchronized (this) {
            ended = true;
        }
        var all = List.copyOf(servers.values());
        servers.clear();
        return all;
    }

    /** Looks at what is to be seen now; answers what differs from before. */
    synchronized CatalogChange look(Offers finder) {
        var now = new TreeMap<String, Inventory>();
        var found = new ArrayList<Offer>();
        for (var server : servers.values()) {
            server.visible().ifPresent(inventory -> {
                now.put(server.name(), inventory);
                found.add(finder.of(server.spec(), inventory));
            });
        }
        var before = visible;
        visible = now;
        if (!found.equals(offers)) {
            offers = List.copyOf(found);
        }
        return change(before, now);
    }

    private static CatalogChange change(Map<String, Inventory> before, Map<String, Inventory> after) {
        var change = new CatalogChange(false, false, false);
        var names = new TreeMap<>(before);
        names.putAll(after);
        for (var name : names.keySet()) {
            var was = before.getOrDefault(name, Inventory.EMPTY);
            var is = after.getOrDefault(name, Inventory.EMPTY);
            change = change.or(CatalogChange.between(was, is));
        }
        return change;
    }

    // --- who cares

    void seen(Instant now) {
        lastSeen = now;
    }

    /** Whether it is time to say that what is on record of it is needed; true once for each time. */
    synchronized boolean isLongUntouched(Instant now) {
        if (now.isBefore(lastTouched.plus(TOUCH))) {
            return false;
        }
        lastTouched = now;
        return true;
    }

    /** Whether nobody has cared for it since then. */
    synchronized boolean isIdleSince(Instant moment) {
        return attached == 0 && lastSeen.isBefore(moment);
    }

    /** A client of the session connected, or left. */
    void attached(boolean present) {
        boolean changes;
        synchronized (this) {
            var before = attached;
            attached = Math.max(0, attached + (present ? 1 : -1));
            changes = (before > 0) != (attached > 0);
        }
        if (changes) {
            servers.values().forEach(server -> server.lease().attached(present));
        }
    }

    /** Whether it may be asked for a subject credential now; not for every request of a session that has none. */
    boolean mayLook(Instant now, Instant since) {
        if (lastLooked.isAfter(since)) {
            return false;
        }
        lastLooked = now;
        return true;
    }

    /** What was on record of it when it was first seen; empty while the store has not told. */
    Optional<Recorded> recorded() {
        return recorded;
    }

    void recorded(Recorded found) {
        recorded = Optional.of(found);
    }

    /** Whether there is nothing to be done about its backends: none is new, and neither is what proves its user. */
    boolean isSettled(Settled wanted) {
        return settled.equals(wanted);
    }

    void settled(Settled reached) {
        settled = reached;
    }

    void unsettled() {
        settled = NEVER;
    }
}

package io.muster.gateway.session;

import io.muster.gateway.backend.BackendSpec;
import io.muster.gateway.backend.Inventory;
import io.muster.gateway.catalog.CatalogChange;
import io.muster.gateway.catalog.Offer;
import io.muster.gateway.catalog.Offers;
import io.muster.gateway.lease.SubjectCredentials;
import io.muster.gateway.session.SessionRecords.Recorded;
import io.muster.oauth.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One login session: what proves its user, its backends, and what they offer to it. Thread-safe. */
final class Session {
    private static final Settled NEVER = new Settled(-1, 0);
    private static final Duration TOUCH = Duration.ofHours(1);

    /** How often it is noted that somebody cares; much less than it takes to be idle. */
    private static final Duration SEEN_NOTED = Duration.ofMinutes(1);

    private final SessionId id;
    private final SubjectCredentials credentials;
    private final ConcurrentSkipListMap<String, SessionServer> servers = new ConcurrentSkipListMap<>();
    private final ReentrantLock settling = new ReentrantLock();
    private volatile List<Offer> offers = List.of();
    private volatile Optional<Recorded> recorded = Optional.empty();
    private volatile Settled settled = NEVER;
    private volatile boolean forgotten;
    private volatile Instant lastSeen;
    private volatile Instant lastLooked = Instant.MIN;
    private volatile Instant touchDue = Instant.MIN;

    // Guarded by this.
    private Map<String, Shown> shown = Map.of();
    private int attached;
    private int unsettlings;
    private boolean ended;

    /**
     * For what a session has connected to what it can.
     *
     * @param version of the backends
     * @param proof generation of what proved the user; 0 when nothing did
     */
    private record Settled(long version, long proof) {}

    /** What is to be seen of one server. To find its offer again would cost to hash all that it has. */
    private record Shown(BackendSpec spec, Inventory inventory, Offer offer) {
        /** The same objects offer the same; to compare all that they have would cost as much as to look again. */
        @SuppressWarnings("ReferenceEquality")
        static Shown of(BackendSpec spec, Inventory inventory, @Nullable Shown before, Offers finder) {
            return before != null && before.inventory == inventory && before.spec == spec
                    ? before
                    : new Shown(spec, inventory, finder.of(spec, inventory));
        }
    }

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
        var known = server(name);
        if (known.isPresent()) {
            return known;
        }
        settling.lock();
        try {
            return server(name).or(() -> added(making.get()));
        } finally {
            settling.unlock();
        }
    }

    private Optional<SessionServer> added(SessionServer made) {
        synchronized (this) {
            if (!ended) {
                servers.put(made.name(), made);
                if (attached > 0) {
                    made.lease().attached(true);
                }
                return Optional.of(made);
            }
        }
        made.lease().park();
        return Optional.empty();
    }

    /** Forgets that server, whose lease the caller ends; false when it is not there any more. */
    boolean drop(SessionServer server) {
        return servers.remove(server.name(), server);
    }

    /** Forgets a server, whose lease the caller ends. */
    Optional<SessionServer> drop(String name) {
        return Optional.ofNullable(servers.remove(name));
    }

    /** Ends it if nobody has cared for it since then; answers what was there. */
    Optional<List<SessionServer>> endIfIdleSince(Instant moment) {
        synchronized (this) {
            if (attached > 0 || !lastSeen.isBefore(moment)) {
                return Optional.empty();
            }
            ended = true;
        }
        return Optional.of(end());
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

    /** The same, and what is still on its way to the records comes too late. */
    List<SessionServer> forget() {
        forgotten = true;
        return end();
    }

    /** Whether nothing of it may be on record any more. */
    boolean isForgotten() {
        return forgotten;
    }

    /** Looks at what is to be seen now; answers what differs from before. */
    synchronized CatalogChange look(Offers finder) {
        var before = shown;
        var now = new TreeMap<String, Shown>();
        for (var server : servers.values()) {
            var name = server.name();
            server.visible()
                    .ifPresent(
                            inventory -> now.put(name, Shown.of(server.spec(), inventory, before.get(name), finder)));
        }
        shown = now;
        var found = now.values().stream().map(Shown::offer).toList();
        if (!found.equals(offers)) {
            offers = found;
        }
        return change(before, now);
    }

    private static CatalogChange change(Map<String, Shown> before, Map<String, Shown> after) {
        var change = new CatalogChange(false, false, false);
        var names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        for (var name : names) {
            change = change.or(CatalogChange.between(inventory(before, name), inventory(after, name)));
        }
        return change;
    }

    private static Inventory inventory(Map<String, Shown> shown, String name) {
        var found = shown.get(name);
        return found == null ? Inventory.EMPTY : found.inventory();
    }

    // --- who cares

    /** Somebody cares for it: it is not ended as idle for a long time. False when that has just been done. */
    boolean seen(Instant now) {
        return now.getEpochSecond() - lastSeen.getEpochSecond() < SEEN_NOTED.toSeconds() || isSeenAnew(now);
    }

    private synchronized boolean isSeenAnew(Instant now) {
        if (ended && !forgotten) {
            return false;
        }
        lastSeen = now;
        return true;
    }

    /** Whether it is time to say that what is on record of it is needed; true once for each time. */
    boolean isLongUntouched(Instant now) {
        return !now.isBefore(touchDue) && isTurnToTouch(now);
    }

    private synchronized boolean isTurnToTouch(Instant now) {
        var due = !now.isBefore(touchDue);
        if (due) {
            touchDue = now.plus(TOUCH);
        }
        return due;
    }

    /** A client of the session connected, or left. All servers hear of it in the same order. */
    synchronized void attached(boolean present) {
        var before = attached;
        attached = Math.max(0, attached + (present ? 1 : -1));
        if (before > 0 != attached > 0) {
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
    boolean isSettled(long version, long proof) {
        var reached = settled;
        return reached.version == version && reached.proof == proof;
    }

    /** How often something was taken from it. */
    synchronized int unsettlings() {
        return unsettlings;
    }

    /**
     * There is nothing more to be done for that, unless something was taken away meanwhile.
     *
     * @param before how often that had happened when it was begun
     */
    synchronized void settled(long version, long proof, int before) {
        if (before == unsettlings) {
            settled = new Settled(version, proof);
        }
    }

    synchronized void unsettled() {
        unsettlings++;
        settled = NEVER;
    }
}

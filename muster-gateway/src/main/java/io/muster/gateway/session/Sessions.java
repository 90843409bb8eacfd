package io.muster.gateway.session;

import io.muster.gateway.backend.BackendListener;
import io.muster.gateway.backend.CredentialPolicy;
import io.muster.gateway.backend.Inventory;
import io.muster.gateway.catalog.Offer;
import io.muster.gateway.catalog.PersonalOffers;
import io.muster.gateway.lease.CredentialLease;
import io.muster.gateway.lease.FailureClass;
import io.muster.gateway.lease.LeaseAnswer;
import io.muster.gateway.lease.LeaseStatus;
import io.muster.gateway.lease.Leases;
import io.muster.gateway.lease.Permit;
import io.muster.gateway.session.PersonalBackends.Change;
import io.muster.gateway.session.SessionNotice.Kind;
import io.muster.oauth.Caller;
import io.muster.oauth.Secret;
import io.muster.oauth.SessionId;
import io.muster.wire.time.Deadline;
import io.muster.wire.time.Scheduler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * All login sessions of this process: which backends each is connected to with a credential of its own, and what comes of
 * it. Backends without credentials are the business of the leases that the process owns. Thread-safe; requests read
 * snapshots.
 */
public final class Sessions implements Leases, SessionServers, PersonalOffers, AutoCloseable {
    /** A session that nobody cares for lives on in the store only. */
    private static final Duration IDLE = Duration.ofHours(1);

    private static final Duration SWEEP = Duration.ofMinutes(10);

    /** How often a session without a usable subject credential looks whether there is one now. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Leases shared;
    private final SessionHouse house;
    private final Bootstrap bootstrap;
    private final InstantSource clock;
    private final PersonalBackends backends = new PersonalBackends(this::changed);
    private final ConcurrentHashMap<SessionId, Session> sessions = new ConcurrentHashMap<>();
    private final OtherProcesses others;
    private final Scheduler.Timer sweeping;

    /**
     * @param shared the leases that the process owns
     */
    public Sessions(Leases shared, SessionPorts ports, SessionSurroundings surroundings) {
        this.shared = shared;
        this.house = new SessionHouse(ports, this::changed, surroundings);
        this.clock = surroundings.clock();
        this.bootstrap = new Bootstrap(house, surroundings);
        this.others = new OtherProcesses(sessions, house, backends, surroundings);
        this.sweeping = surroundings
                .scheduler()
                .every(SWEEP, () -> surroundings.executor().execute(this::sweep));
    }

    /** Follows the backends. */
    public BackendListener backends() {
        return backends;
    }

    /** Adds a listener. */
    public void listen(SessionListener listener) {
        house.listen(listener);
    }

    /**
     * Follows the processes that share the store, which is open by now. Called once.
     *
     * @throws io.muster.oauth.store.StoreUnavailable when it is not
     */
    public void followOthers() {
        others.follow();
    }

    // --- what proves the user

    /**
     * A request of the session was admitted. The first of a session waits until it is connected where that is possible
     * without the user, for a bounded time.
     *
     * @param token finds what proves the user; asked only when that is not known
     */
    public void authenticated(Caller caller, Supplier<Optional<Secret>> token) throws InterruptedException {
        var session = seen(caller.session());
        var now = clock.instant();
        if (session.isLongUntouched(now)) {
            house.touch(session);
        }
        if (session.credentials().usable().isEmpty() && session.mayLook(now, now.minus(LOOK))) {
            token.get().ifPresent(jwt -> proved(session, jwt));
        }
        bootstrap.settle(session, backends);
    }

    /** The user has logged in: the session is connected where that is possible, in a bounded time. */
    public void started(SessionId id, Secret token) throws InterruptedException {
        var session = seen(id);
        var _ = proved(session, token);
        bootstrap.settle(session, backends);
    }

    /** There is a newer token that proves the user. A session that nobody uses finds it when it is used. */
    public void renewed(SessionId id, Secret token) {
        Optional.ofNullable(sessions.get(id)).ifPresent(session -> {
            if (proved(session, token)) {
                others.tell(Kind.SUBJECT_RENEWED, id);
            }
        });
    }

    private static boolean proved(Session session, Secret token) {
        return SubjectTokens.offer(session.credentials(), token);
    }

    /** There is nothing any more that proves the user, until the next login or refresh. */
    public void unproved(SessionId id) {
        Optional.ofNullable(sessions.get(id))
                .ifPresent(session -> session.credentials().lose());
    }

    /** The session has ended: nothing of it is left, here or in a store. */
    public void ended(SessionId id) {
        var session = sessions.remove(id);
        if (session != null) {
            session.forget().forEach(server -> server.lease().close());
        }
        house.forget(id);
        others.tell(Kind.SESSION_ENDED, id);
    }

    /** Whether sessions have connections of their own to a backend. */
    public boolean isPersonal(String backend) {
        return backends.find(backend).isPresent();
    }

    /** A client of the session connected, or left. */
    public void attached(Caller caller, boolean present) {
        if (present) {
            seen(caller.session()).attached(true);
        } else {
            Optional.ofNullable(sessions.get(caller.session())).ifPresent(session -> session.attached(false));
        }
    }

    private Session session(SessionId id) {
        var known = sessions.get(id);
        return known != null ? known : sessions.computeIfAbsent(id, house::session);
    }

    /** The session for one who cares for it: not the one that is just being taken away because nobody did. */
    private Session seen(SessionId id) {
        var session = session(id);
        while (!session.seen(clock.instant())) {
            sessions.remove(id, session);
            session = session(id);
        }
        return session;
    }

    // --- what it is good for

    @Override
    public Permit borrow(String backend, Caller caller) {
        var personal = backends.find(backend);
        if (personal.isEmpty()) {
            return shared.borrow(backend, caller);
        }
        if (!personal.get().isOpen()) {
            return new Permit.NotConnected(personal.get().state());
        }
        return Optional.ofNullable(sessions.get(caller.session()))
                .flatMap(session -> session.server(backend))
                .map(this::permit)
                .orElseGet(() -> new Permit.LoginRequired(FailureClass.SIGNED_OUT));
    }

    private Permit permit(SessionServer server) {
        return switch (server.lease().status()) {
            case CONNECTED, SSO_PENDING, ERROR -> new Permit.Granted(new LeasedConnection(server, clock));
            case AUTH_REQUIRED, REAUTH_REQUIRED, GONE ->
                new Permit.LoginRequired(server.lease().reason().orElse(FailureClass.SIGNED_OUT));
        };
    }

    @Override
    public List<Offer> of(Caller caller) {
        var session = sessions.get(caller.session());
        return session == null ? List.of() : session.offers();
    }

    @Override
    public Optional<View> view(Caller caller, String backend) {
        if (backends.find(backend).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Optional.ofNullable(sessions.get(caller.session()))
                .flatMap(session -> session.server(backend))
                .map(SessionServer::lease)
                .map(lease -> new View(lease.status(), lease.reason(), lease.expiresAt()))
                .orElse(new View(LeaseStatus.AUTH_REQUIRED, Optional.of(FailureClass.SIGNED_OUT), Optional.empty())));
    }

    /** How many tools the caller's session sees of a backend that needs a credential. */
    public int tools(Caller caller, String backend) {
        return Optional.ofNullable(sessions.get(caller.session()))
                .flatMap(session -> session.server(backend))
                .flatMap(SessionServer::visible)
                .map(inventory -> inventory.tools().size())
                .orElse(0);
    }

    @Override
    public Connecting connect(Caller caller, String backend, Deadline deadline) throws InterruptedException {
        var session = session(caller.session());
        house.load(session);
        var server = backends.find(backend).flatMap(personal -> house.server(session, personal));
        if (server.isEmpty()) {
            return new Connecting.Failed(FailureClass.ENDED);
        }
        house.renewBasis(session, server.get());
        return switch (server.get().lease().borrow(deadline)) {
            case LeaseAnswer.Granted granted -> {
                granted.close();
                house.look(session);
                others.tell(Kind.SERVER_SIGNED_IN, session.id(), backend);
                yield new Connecting.Connected(server.get().inventory().orElse(Inventory.EMPTY));
            }
            case LeaseAnswer.Withheld(var reason, var _) -> new Connecting.Failed(reason);
        };
    }

    @Override
    public void signOut(Caller caller, String backend) {
        Optional.ofNullable(sessions.get(caller.session()))
                .flatMap(session -> session.server(backend))
                .filter(server -> server.policy() instanceof CredentialPolicy.SignIn)
                .ifPresent(server -> server.lease().signedOut());
        others.tell(Kind.SERVER_REVOKED, caller.session(), backend);
    }

    /** Ends what the session has of a backend; single sign-on begins anew with the next request. */
    public void tearDown(Caller caller, String backend) {
        Optional.ofNullable(sessions.get(caller.session())).ifPresent(session -> {
            session.drop(backend).ifPresent(server -> server.lease().close());
            session.unsettled();
            house.look(session);
        });
        others.tell(Kind.SERVER_REVOKED, caller.session(), backend);
    }

    /** How many sessions there are in this process. */
    public long size() {
        return sessions.mappingCount();
    }

    /** How one session stands with one backend. */
    public record Standing(String backend, LeaseStatus status) {}

    /** How many of the sessions in this process stand how with which backend. */
    public Map<Standing, Long> leases() {
        return sessions.values().stream()
                .flatMap(session -> session.servers().stream())
                .collect(Collectors.groupingBy(
                        server -> new Standing(server.name(), server.lease().status()), Collectors.counting()));
    }

    // --- what changes

    private void changed(CredentialLease lease) {
        Optional.ofNullable(sessions.get(lease.session())).ifPresent(house::look);
    }

    private void changed(Change change) {
        for (var session : sessions.values()) {
            session.drop(change.backend()).ifPresent(server -> {
                if (change instanceof Change.Redefined) {
                    server.lease().park();
                } else {
                    server.lease().close();
                }
                house.look(session);
            });
        }
        house.changed(change);
    }

    private void sweep() {
        var since = clock.instant().minus(IDLE);
        sessions.values().removeIf(session -> {
            var idle = session.endIfIdleSince(since);
            idle.ifPresent(servers -> servers.forEach(server -> server.lease().park()));
            return idle.isPresent();
        });
    }

    /** Closes all connections; what is on record stays. */
    @Override
    public void close() {
        sweeping.cancel();
        sessions.values()
                .forEach(session ->
                        session.end().forEach(server -> server.lease().park()));
        sessions.clear();
    }
}

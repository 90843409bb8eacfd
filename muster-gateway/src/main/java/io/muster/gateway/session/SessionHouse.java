package io.muster.gateway.session;

import io.muster.gateway.backend.CredentialPolicy;
import io.muster.gateway.backend.Inventory;
import io.muster.gateway.catalog.CatalogChange;
import io.muster.gateway.lease.CredentialLease;
import io.muster.gateway.lease.FailureClass;
import io.muster.gateway.lease.LeaseKind;
import io.muster.gateway.lease.LeaseListener;
import io.muster.gateway.lease.LeaseLog;
import io.muster.gateway.lease.LeaseSource;
import io.muster.gateway.lease.LeaseSurroundings;
import io.muster.gateway.lease.LeaseTerms;
import io.muster.gateway.lease.SubjectCredentials;
import io.muster.gateway.lease.SubjectRenewer.Renewal;
import io.muster.gateway.session.PersonalBackends.Change;
import io.muster.gateway.session.PersonalBackends.Personal;
import io.muster.gateway.session.SessionRecords.Recorded;
import io.muster.mcp.Message;
import io.muster.oauth.SessionId;
import io.muster.oauth.store.StoreUnavailable;
import io.muster.wire.time.Deadline;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes sessions and what is in them, and writes down and tells what becomes of it. Thread-safe. */
final class SessionHouse {
    private static final Logger log = LoggerFactory.getLogger(SessionHouse.class);

    private final SessionPorts ports;
    private final SessionSurroundings surroundings;
    private final LeaseSurroundings leases;
    private final SharedInventories inventories = new SharedInventories();
    private final List<SessionListener> listeners = new CopyOnWriteArrayList<>();

    /** @param changes hears of changes of leases */
    SessionHouse(SessionPorts ports, LeaseListener changes, SessionSurroundings surroundings) {
        this.ports = ports;
        this.surroundings = surroundings;
        this.leases = new LeaseSurroundings(
                this::remember,
                telling(changes),
                new LeaseLog(surroundings.clock()),
                surroundings.scheduler(),
                surroundings.clock(),
                surroundings.executor());
    }

    private LeaseListener telling(LeaseListener changes) {
        return new LeaseListener() {
            @Override
            public void changed(CredentialLease lease) {
                changes.changed(lease);
            }

            @Override
            public void failed(CredentialLease lease, FailureClass reason) {
                listeners.forEach(listener -> listener.failed(lease.session(), lease.backend(), lease.kind(), reason));
            }
        };
    }

    void listen(SessionListener listener) {
        listeners.add(listener);
    }

    Session session(SessionId id) {
        return new Session(
                id,
                new SubjectCredentials(ports.renewers().apply(id), surroundings.clock()),
                surroundings.clock().instant());
    }

    /** Whether it is known what is on record of the session; a store that does not answer says nothing. */
    boolean load(Session session) {
        if (session.recorded().isEmpty()) {
            try {
                session.recorded(shared(ports.records().of(session.id())));
            } catch (StoreUnavailable e) {
                log.atDebug().addKeyValue("reason", e.getMessage()).log("what is on record of a session is not known");
                return false;
            }
        }
        return true;
    }

    private Recorded shared(Recorded found) {
        var offered = new HashMap<String, Inventory>();
        found.inventories().forEach((name, inventory) -> offered.put(name, inventories.shared(inventory)));
        return new Recorded(found.authenticated(), offered);
    }

    /** The session's server, made if there is none yet; empty when the session has ended. */
    Optional<SessionServer> server(Session session, Personal personal) {
        session.server(personal.name())
                .filter(server -> !server.isOf(personal))
                .filter(session::drop)
                .ifPresent(outdated -> outdated.lease().park());
        return session.server(personal.name(), () -> made(session, personal));
    }

    private SessionServer made(Session session, Personal personal) {
        var name = personal.name();
        var recorded = session.recorded();
        var known = recorded.flatMap(
                found -> Optional.ofNullable(found.inventories().get(name)));
        var onRecord =
                recorded.filter(found -> found.authenticated().contains(name)).isPresent();
        var side = new SessionSide(known, receiver(session, name), surroundings);
        var opener = new SessionOpener(personal.spec(), side, surroundings);
        var lease = new CredentialLease(
                session.id(), name, terms(personal.policy()), source(session, personal, opener), leases, onRecord);
        return new SessionServer(personal.spec(), personal.policy(), lease, side);
    }

    private LeaseSource source(Session session, Personal personal, SessionOpener opener) {
        return ports.sources().of(session.id(), personal.spec(), personal.policy(), session.credentials(), opener);
    }

    private static LeaseTerms terms(CredentialPolicy policy) {
        return switch (policy) {
            case CredentialPolicy.ForwardSubject(var audiences) -> new LeaseTerms(LeaseKind.FORWARD, audiences);
            case CredentialPolicy.ExchangeSubject _ -> new LeaseTerms(LeaseKind.EXCHANGE, Set.of());
            case CredentialPolicy.SignIn _ -> new LeaseTerms(LeaseKind.SIGN_IN, Set.of());
        };
    }

    private SessionSide.Receiver receiver(Session session, String backend) {
        return new SessionSide.Receiver() {
            @Override
            public Inventory shared(Inventory read) {
                return inventories.shared(read);
            }

            @Override
            public void connected() {
                surroundings
                        .executor()
                        .execute(() -> listeners.forEach(listener -> listener.connected(session.id(), backend)));
            }

            @Override
            public void offered(SessionSide side, Inventory before, Inventory now, boolean whole) {
                // What was begun for another definition counts no more.
                if (session.server(backend)
                        .filter(server -> server.side() == side)
                        .isEmpty()) {
                    return;
                }
                if (whole) {
                    write(() -> ports.records().offered(session.id(), backend, now));
                }
                if (session.isForgotten()) {
                    write(() -> ports.records().ended(session.id()));
                }
                look(session);
                var change = CatalogChange.between(before, now);
                listeners.forEach(listener -> listener.inventoryChanged(session.id(), backend, change));
            }

            @Override
            public void notified(Message.Notification notification) {
                listeners.forEach(listener -> listener.notified(session.id(), backend, notification));
            }
        };
    }

    /** There may be something new to obtain tokens from. */
    void renewBasis(Session session, SessionServer server) {
        if (server.policy() instanceof CredentialPolicy.SignIn) {
            server.lease().renewed(ports.sources().signedIn(session.id(), server.spec()));
        }
    }

    /** Makes what is to be seen of the session what it is now, and tells those who care. */
    void look(Session session) {
        var change = session.look(ports.offers());
        if (change.any()) {
            listeners.forEach(listener -> listener.offersChanged(session.id(), change));
        }
    }

    void tell(SessionNotice notice) {
        write(() -> ports.records().tell(notice));
    }

    void follow(Consumer<SessionNotice> listener) {
        ports.records().follow(listener);
    }

    /** Another process has a newer token that proves the user. */
    void prove(Session session, Deadline deadline) throws InterruptedException {
        if (ports.renewers().apply(session.id()).renew(deadline) instanceof Renewal.Renewed renewed) {
            SubjectTokens.offer(session.credentials(), renewed.token());
        }
    }

    private void remember(SessionId session, String backend, boolean authenticated) {
        write(() -> ports.records().remember(session, backend, authenticated));
        if (!authenticated) {
            write(() -> ports.sources().forgotten(session, backend));
        }
    }

    /** Nothing of the session is left on record. */
    void forget(SessionId session) {
        write(() -> ports.records().ended(session));
        ports.sources().ended(session);
    }

    /** What was found out about a backend, or is on record of it, may not be true any more. */
    void changed(Change change) {
        ports.sources().redefined(change.backend());
        if (change instanceof Change.Removed) {
            write(() -> ports.records().removed(change.backend()));
        }
    }

    /** What is on record of a session lasts as long as the session is used. Not on the thread of the request. */
    void touch(Session session) {
        surroundings.executor().execute(() -> write(() -> ports.records().touched(session.id())));
    }

    /** What cannot be written is found out again when it is needed. */
    private static void write(Runnable writing) {
        try {
            writing.run();
        } catch (StoreUnavailable e) {
            log.atDebug().addKeyValue("reason", e.getMessage()).log("what a session is connected to is not on record");
        }
    }
}

package io.muster.gateway.session;

import io.muster.gateway.backend.Inventory;
import io.muster.gateway.lease.LeaseAnswer;
import io.muster.gateway.lease.LeaseStatus;
import io.muster.gateway.session.PersonalBackends.Personal;
import io.muster.wire.time.Deadline;
import io.muster.wire.time.TimedWait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Connects a session to all backends that need no login but the one that the user has had: an agent looks at its tools once,
 * with its first request. All at the same time, and for a bounded time: one that hangs joins later.
 */
final class Bootstrap {
    /** The first answer of a session has five seconds, and needs some for itself. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final SessionHouse house;
    private final SessionSurroundings surroundings;

    Bootstrap(SessionHouse house, SessionSurroundings surroundings) {
        this.house = house;
        this.surroundings = surroundings;
    }

    /** Costs next to nothing when there is nothing new. */
    void settle(Session session, PersonalBackends backends) throws InterruptedException {
        var proof = session.credentials().usable();
        var proved = proof.isPresent();
        var generation = proved ? proof.get().generation() : 0;
        var version = backends.version();
        var before = session.unsettlings();
        if (session.isSettled(version, generation) || !house.load(session)) {
            return;
        }
        var awaited = new ArrayList<SessionServer>();
        for (var personal : backends.all()) {
            if (isWanted(session, personal, proved)) {
                var known = session.server(personal.name()).isPresent();
                house.server(session, personal)
                        .filter(server -> isAwaited(server, known, proved))
                        .ifPresent(awaited::add);
            }
        }
        await(awaited);
        session.settled(version, generation, before);
        house.look(session);
    }

    /** Without a usable credential nothing is begun; what is on record is shown as it stands. */
    private static boolean isWanted(Session session, Personal personal, boolean proved) {
        return personal.isOpen()
                && ((proved && personal.policy().isSingleSignOn()) || isOnRecord(session, personal.name()));
    }

    private static boolean isOnRecord(Session session, String backend) {
        return session.recorded()
                .filter(found -> found.authenticated().contains(backend))
                .isPresent();
    }

    /**
     * What is on record is shown until the session is connected again, so nobody has to wait for that, unless it is not known
     * what there is to show. A lease that is there already has just heard of another credential, and may be about to lose what
     * it shows.
     */
    private static boolean isAwaited(SessionServer server, boolean known, boolean proved) {
        var shown = server.visible().filter(inventory -> !inventory.equals(Inventory.EMPTY));
        return server.policy().isSingleSignOn()
                ? proved && (known || shown.isEmpty())
                : server.lease().status() == LeaseStatus.CONNECTED && shown.isEmpty();
    }

    private void await(List<SessionServer> servers) throws InterruptedException {
        if (servers.isEmpty()) {
            return;
        }
        var deadline = Deadline.after(PATIENCE, surroundings.clock());
        var settled = servers.stream().map(server -> settled(server, deadline)).toArray(CompletableFuture<?>[]::new);
        TimedWait.await(CompletableFuture.allOf(settled), PATIENCE, surroundings.scheduler());
    }

    private CompletableFuture<Void> settled(SessionServer server, Deadline deadline) {
        var done = new CompletableFuture<Void>();
        surroundings.executor().execute(() -> {
            try {
                if (server.lease().borrow(deadline) instanceof LeaseAnswer.Granted granted) {
                    granted.close();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                done.complete(null);
            }
        });
        return done;
    }
}

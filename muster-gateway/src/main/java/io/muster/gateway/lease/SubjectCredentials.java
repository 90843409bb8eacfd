package io.muster.gateway.lease;

import io.muster.gateway.lease.LeaseEvent.Unrenewed;
import io.muster.gateway.lease.SubjectRenewer.Renewal;
import io.muster.oauth.Secret;
import io.muster.wire.time.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The subject credential of one session, as it changes. Leases hear of every different token, and of the loss.
 *
 * <p>Thread-safe. Of many leases that want it renewed at the same time one asks the provider.
 */
public final class SubjectCredentials {
    private final SubjectRenewer renewer;
    private final InstantSource clock;
    private final List<Consumer<LeaseEvent>> leases = new CopyOnWriteArrayList<>();
    private final Object lock = new Object();

    private @Nullable SubjectCredential current;
    private long generation;
    private boolean renewable;
    private @Nullable CompletableFuture<Outcome> flight;

    /** What came of a renewal; empty when there is another token. */
    record Outcome(Optional<Unrenewed> why, Optional<Duration> retryAfter) {
        static final Outcome RENEWED = new Outcome(Optional.empty(), Optional.empty());

        static Outcome not(Unrenewed why) {
            return new Outcome(Optional.of(why), Optional.empty());
        }
    }

    public SubjectCredentials(SubjectRenewer renewer, InstantSource clock) {
        this.renewer = renewer;
        this.clock = clock;
        this.renewable = renewer != SubjectRenewer.NONE;
    }

    /** The token there is, if it has not expired. */
    public Optional<SubjectCredential> usable() {
        synchronized (lock) {
            return Optional.ofNullable(current).filter(known -> !known.expiredAt(clock.instant()));
        }
    }

    /**
     * A request, a login or a refresh brought a token. It counts when it lasts longer than the one there is, so that
     * clients with tokens of their own do not replace each other's all the time.
     *
     * @return whether it counts
     */
    public boolean offer(Secret token, Instant expiresAt, Set<String> audiences) {
        Basis basis;
        synchronized (lock) {
            var now = clock.instant();
            var expired = !now.isBefore(expiresAt);
            if (expired || (current != null && !outlasts(token, expiresAt, current))) {
                return false;
            }
            current = new SubjectCredential(++generation, token, expiresAt, audiences);
            renewable = renewer != SubjectRenewer.NONE;
            basis = basis();
        }
        var event = new LeaseEvent.BasisRenewed(basis);
        leases.forEach(lease -> lease.accept(event));
        return true;
    }

    private static boolean outlasts(Secret token, Instant expiresAt, SubjectCredential known) {
        return expiresAt.isAfter(known.expiresAt()) && !token.equals(known.token());
    }

    /** The identity provider ended it. */
    public void lose() {
        synchronized (lock) {
            current = null;
            renewable = false;
        }
        leases.forEach(lease -> lease.accept(new LeaseEvent.SubjectLost()));
    }

    void join(Consumer<LeaseEvent> lease) {
        leases.add(lease);
    }

    void leave(Consumer<LeaseEvent> lease) {
        leases.remove(lease);
    }

    /** What leases start from. */
    Basis basis() {
        synchronized (lock) {
            return current == null
                    ? new Basis(generation, Instant.MIN, Set.of(), renewable)
                    : new Basis(current.generation(), current.expiresAt(), current.audiences(), renewable);
        }
    }

    /** Renews it, or joins a renewal under way. */
    Outcome renew(Deadline deadline) throws InterruptedException {
        CompletableFuture<Outcome> joined;
        var own = new CompletableFuture<Outcome>();
        synchronized (lock) {
            joined = flight;
            if (joined == null) {
                flight = own;
            }
        }
        if (joined != null) {
            return await(joined);
        }
        try {
            var outcome = outcome(renewer.renew(deadline));
            land(own, outcome);
            return outcome;
        } finally {
            // Whoever joined a renewal that failed as a whole learns that much.
            land(own, Outcome.not(Unrenewed.UNAVAILABLE));
        }
    }

    private void land(CompletableFuture<Outcome> own, Outcome outcome) {
        synchronized (lock) {
            if (flight == own) {
                flight = null;
            }
        }
        own.complete(outcome);
    }

    private static Outcome await(CompletableFuture<Outcome> joined) throws InterruptedException {
        try {
            return joined.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("renewing a subject credential failed", e.getCause());
        }
    }

    private Outcome outcome(Renewal renewal) {
        return switch (renewal) {
            case Renewal.Renewed(var token, var expiresAt, var audiences) ->
                offer(token, expiresAt, audiences) ? Outcome.RENEWED : Outcome.not(Unrenewed.UNCHANGED);
            case Renewal.Impossible _ -> {
                synchronized (lock) {
                    renewable = false;
                }
                yield Outcome.not(Unrenewed.IMPOSSIBLE);
            }
            case Renewal.Unavailable(var retryAfter) -> new Outcome(Optional.of(Unrenewed.UNAVAILABLE), retryAfter);
        };
    }
}

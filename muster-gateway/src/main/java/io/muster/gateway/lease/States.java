package io.muster.gateway.lease;

import io.muster.gateway.lease.LeaseState.Acquiring;
import io.muster.gateway.lease.LeaseState.Closed;
import io.muster.gateway.lease.LeaseState.Dormant;
import io.muster.gateway.lease.LeaseState.Idle;
import io.muster.gateway.lease.LeaseState.Ready;
import io.muster.gateway.lease.LeaseState.Refused;
import io.muster.gateway.lease.LeaseState.Renewing;
import io.muster.gateway.lease.LeaseState.SubjectInsufficient;
import io.muster.gateway.lease.LeaseState.SubjectMissing;
import io.muster.gateway.lease.LeaseState.Unavailable;

/** The same state with one thing changed. */
final class States {
    private States() {}

    static LeaseState with(LeaseState state, LeaseLedger ledger) {
        return switch (state) {
            case Idle _ -> new Idle(ledger);
            case Acquiring a -> new Acquiring(ledger, a.current(), a.token(), a.kept(), a.since(), a.onRecord());
            case Ready r -> new Ready(ledger, r.held());
            case Renewing r -> new Renewing(ledger, r.held(), r.current());
            case Dormant _ -> new Dormant(ledger);
            case SubjectMissing _ -> new SubjectMissing(ledger);
            case SubjectInsufficient s -> new SubjectInsufficient(ledger, s.missing());
            case Refused r -> new Refused(ledger, r.retryAt());
            case Unavailable u -> new Unavailable(ledger, u.token(), u.since(), u.retryAt());
            case Closed(var _, var onRecord) -> new Closed(ledger, onRecord);
        };
    }

    static LeaseState with(LeaseState state, Holding held) {
        return switch (state) {
            case Ready(var ledger, var _) -> new Ready(ledger, held);
            case Renewing(var ledger, var _, var work) -> new Renewing(ledger, held, work);
            default -> throw new IllegalArgumentException("holds nothing: " + state);
        };
    }

    /** How often in a row the backend had not answered. */
    static int unreachable(LeaseLedger ledger) {
        return ledger.failure()
                .filter(failure -> failure.kind() == FailureClass.BACKEND_UNREACHABLE)
                .map(LeaseFailure::count)
                .orElse(0);
    }
}

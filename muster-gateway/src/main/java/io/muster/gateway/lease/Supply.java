package io.muster.gateway.lease;

import io.muster.gateway.lease.LeaseState.Acquiring;
import io.muster.gateway.lease.LeaseState.Dormant;
import io.muster.gateway.lease.LeaseState.Idle;
import io.muster.gateway.lease.LeaseState.Ready;
import io.muster.gateway.lease.LeaseState.Refused;
import io.muster.gateway.lease.LeaseState.Renewing;
import io.muster.gateway.lease.LeaseState.SubjectInsufficient;
import io.muster.gateway.lease.LeaseState.SubjectMissing;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Where the next token comes from, and where a lease waits when it comes from nowhere. */
final class Supply {
    private Supply() {}

    /** How a token can be had. */
    private enum Way {
        /** From the basis as it is. */
        ACQUIRE,
        /** From the basis, once the identity provider has renewed it. */
        REFRESH_SUBJECT,
        /** Not without the user. */
        NONE
    }

    /** What a lease has when it goes to get a token. */
    record Keeping(OptionalLong connection, boolean onRecord) {
        static final Keeping NOTHING = new Keeping(OptionalLong.empty(), false);

        static Keeping of(LeaseState state) {
            return new Keeping(state.connection(), state.onRecord());
        }

        Keeping withoutConnection() {
            return new Keeping(OptionalLong.empty(), onRecord);
        }
    }

    /** Gets a token, or waits for what it takes. */
    static LeaseState acquire(LeaseLedger ledger, Keeping keeping, boolean fresh, Instant now) {
        if (ledger.refusals().exhausted()) {
            return new Refused(ledger, Optional.empty());
        }
        var next = ledger.numbered();
        return switch (way(ledger, now)) {
            case ACQUIRE -> acquiring(next, new Work.Acquire(next.numbers(), fresh), keeping, now);
            case REFRESH_SUBJECT -> acquiring(next, new Work.RefreshSubject(next.numbers()), keeping, now);
            case NONE -> stranded(ledger, now);
        };
    }

    private static Acquiring acquiring(LeaseLedger ledger, Work work, Keeping keeping, Instant now) {
        return new Acquiring(ledger, work, Optional.empty(), keeping.connection(), now, keeping.onRecord());
    }

    /** Lets go of everything: back to where nothing costs anything. */
    static LeaseState rest(LeaseLedger ledger, Instant now) {
        if (ledger.refusals().exhausted()) {
            return new Refused(ledger, Optional.empty());
        }
        return way(ledger, now) == Way.NONE ? stranded(ledger, now) : new Dormant(ledger);
    }

    /** Obtains a token that lasts longer, where that is possible; else the one there is lasts until its end. */
    static LeaseState renew(LeaseLedger ledger, Holding held, Instant now) {
        var next = ledger.numbered();
        // From another basis than before, no cache can have the old token.
        var fresh = ledger.basis().generation() == held.token().basis();
        return switch (wayToRenew(ledger, held.token(), now)) {
            case ACQUIRE -> new Renewing(next, held, new Work.Acquire(next.numbers(), fresh));
            case REFRESH_SUBJECT -> new Renewing(next, held, new Work.RefreshSubject(next.numbers()));
            case NONE -> new Ready(ledger, held.renewingAt(Instant.MAX));
        };
    }

    private static Way wayToRenew(LeaseLedger ledger, UsableToken token, Instant now) {
        var basis = ledger.basis();
        return switch (ledger.kind()) {
            case EXCHANGE -> way(ledger, now);
            case FORWARD -> {
                if (basis.generation() > token.basis()) {
                    yield way(ledger, now);
                }
                yield basis.renewable() ? Way.REFRESH_SUBJECT : Way.NONE;
            }
            case SIGN_IN -> basis.renewable() || basis.generation() > token.basis() ? way(ledger, now) : Way.NONE;
        };
    }

    private static Way way(LeaseLedger ledger, Instant now) {
        var basis = ledger.basis();
        var refused = basis.generation() > 0
                && basis.generation() == ledger.refusals().basis();
        return switch (ledger.kind()) {
            case SIGN_IN ->
                basis.generation() > 0 && (basis.renewable() || (!refused && basis.livesAt(now)))
                        ? Way.ACQUIRE
                        : Way.NONE;
            case FORWARD -> {
                if (!refused && basis.livesAt(now)) {
                    yield missingAudiences(ledger).isEmpty() ? Way.ACQUIRE : Way.NONE;
                }
                yield basis.renewable() ? Way.REFRESH_SUBJECT : Way.NONE;
            }
            case EXCHANGE -> {
                if (!refused && basis.livesAt(now.plus(LeaseTimes.EXCHANGE_MARGIN))) {
                    yield Way.ACQUIRE;
                }
                yield basis.renewable() && !refused ? Way.REFRESH_SUBJECT : Way.NONE;
            }
        };
    }

    private static LeaseState stranded(LeaseLedger ledger, Instant now) {
        var basis = ledger.basis();
        var refused = basis.generation() > 0
                && basis.generation() == ledger.refusals().basis();
        if (!ledger.kind().usesSubject()) {
            return ledger.refusals().count() > 0 ? new Refused(ledger, Optional.empty()) : new Idle(ledger);
        }
        if (!basis.livesAt(now)) {
            return new SubjectMissing(ledger.failed(FailureClass.NO_SUBJECT, now));
        }
        if (refused) {
            return new Refused(ledger, Optional.empty());
        }
        var missing = missingAudiences(ledger);
        return missing.isEmpty()
                ? new SubjectMissing(ledger.failed(FailureClass.NO_SUBJECT, now))
                : new SubjectInsufficient(ledger.failed(FailureClass.AUDIENCE_MISSING, now), missing);
    }

    private static Set<String> missingAudiences(LeaseLedger ledger) {
        if (ledger.kind() != LeaseKind.FORWARD) {
            return Set.of();
        }
        var missing = new HashSet<>(ledger.terms().requiredAudiences());
        missing.removeAll(ledger.basis().audiences());
        return missing;
    }
}

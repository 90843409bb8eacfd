package io.muster.gateway.lease;

import java.time.Instant;
import java.util.Optional;

/**
 * What outlives the single states of a lease.
 *
 * @param failure what keeps it from being usable now
 * @param numbers the last number given to a piece of work, a connection or a token; numbers are never given twice
 * @param seed spreads the timers of different leases
 */
record LeaseLedger(
        LeaseTerms terms,
        Basis basis,
        Interest interest,
        Refusals refusals,
        Optional<LeaseFailure> failure,
        long numbers,
        long seed) {

    static LeaseLedger of(LeaseTerms terms, Basis basis, long seed) {
        return new LeaseLedger(terms, basis, Interest.NONE, Refusals.NONE, Optional.empty(), 0, seed);
    }

    LeaseKind kind() {
        return terms.kind();
    }

    LeaseLedger with(Interest changed) {
        return new LeaseLedger(terms, basis, changed, refusals, failure, numbers, seed);
    }

    LeaseLedger with(Refusals changed) {
        return new LeaseLedger(terms, basis, interest, changed, failure, numbers, seed);
    }

    /** With something else to get tokens from, which starts with a clean record. */
    LeaseLedger renewed(Basis changed) {
        return new LeaseLedger(terms, changed, interest, refusals.forgiven(), failure, numbers, seed);
    }

    /** With the same basis in another condition. */
    LeaseLedger with(Basis same) {
        return new LeaseLedger(terms, same, interest, refusals, failure, numbers, seed);
    }

    /** For another definition, with which nothing has failed yet. */
    LeaseLedger redefined(LeaseTerms changed) {
        return new LeaseLedger(changed, basis, interest, Refusals.NONE, Optional.empty(), numbers, seed);
    }

    LeaseLedger numbered() {
        return new LeaseLedger(terms, basis, interest, refusals, failure, numbers + 1, seed);
    }

    LeaseLedger succeeded() {
        return failure.isEmpty()
                ? this
                : new LeaseLedger(terms, basis, interest, refusals, Optional.empty(), numbers, seed);
    }

    LeaseLedger failed(FailureClass kind, Instant now) {
        return failed(
                kind,
                now,
                failure.filter(f -> f.kind() == kind).map(f -> f.count() + 1).orElse(1));
    }

    LeaseLedger failed(FailureClass kind, Instant now, int count) {
        var since =
                failure.filter(f -> f.kind() == kind).map(LeaseFailure::since).orElse(now);
        var failed = new LeaseFailure(kind, count, since);
        return new LeaseLedger(terms, basis, interest, refusals, Optional.of(failed), numbers, seed);
    }

    int failures() {
        return failure.map(LeaseFailure::count).orElse(0);
    }
}

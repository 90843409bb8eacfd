package io.muster.gateway.lease;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When things of a lease happen. The number of the work spreads equal leases over time, the same way in every run. */
final class LeaseTimes {
    /** Tokens that live less are not renewed ahead: they are obtained when somebody needs them. */
    private static final Duration SHORTEST_HOLD = Duration.ofSeconds(5);

    /** What is left of a subject token must suffice for the exchange. */
    static final Duration EXCHANGE_MARGIN = Duration.ofSeconds(30);

    private static final Duration FIRST_REFUSAL = Duration.ofMinutes(5);
    private static final Duration LAST_REFUSAL = Duration.ofMinutes(30);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LAST_PROVIDER_RETRY = Duration.ofSeconds(60);
    private static final Duration LAST_BACKEND_RETRY = Duration.ofMinutes(5);
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(30);

    private LeaseTimes() {}

    /** When a token is renewed: a fifth of its life before its end, within bounds; never when it lives too short. */
    static Instant renewal(UsableToken token, LeaseLedger ledger) {
        var lifetime = new Lifetime(token.obtainedAt(), token.expiresAt());
        var margin = lifetime.margin();
        var jitter = part(margin.dividedBy(10), ledger, token.generation());
        var wanted = token.expiresAt().minus(margin).plus(jitter);
        var earliest =
                token.obtainedAt().plus(max(SHORTEST_HOLD, lifetime.whole().dividedBy(2)));
        var at = wanted.isBefore(earliest) ? earliest : wanted;
        return at.isBefore(token.expiresAt()) ? at : Instant.MAX;
    }

    /** When a refusal of the provider is worth another attempt. */
    static Instant afterRefusal(LeaseLedger ledger, Instant now) {
        return now.plus(doubled(FIRST_REFUSAL, LAST_REFUSAL, ledger.failures()));
    }

    static Instant afterProviderFailure(LeaseLedger ledger, Optional<Duration> retryAfter, Instant now) {
        var own = spread(doubled(FIRST_RETRY, LAST_PROVIDER_RETRY, ledger.failures()), ledger);
        return now.plus(max(own, min(retryAfter.orElse(Duration.ZERO), LONGEST_RETRY_AFTER)));
    }

    static Instant afterBackendFailure(LeaseLedger ledger, int failures, Instant now) {
        return now.plus(spread(doubled(FIRST_RETRY, LAST_BACKEND_RETRY, failures), ledger));
    }

    /** When the lease has to look at itself again; {@link Instant#MAX} for never. */
    static Instant wakeAt(LeaseState state) {
        var ledger = state.ledger();
        return switch (state) {
            case LeaseState.Ready(var _, var held) -> wakeAt(held, ledger);
            case LeaseState.Renewing(var _, var held, var _) ->
                earlier(held.token().expiresAt(), listening(held, ledger));
            case LeaseState.Acquiring a -> a.token().map(UsableToken::expiresAt).orElse(Instant.MAX);
            case LeaseState.Unavailable u -> u.retryAt();
            case LeaseState.Refused r ->
                r.retryAt().map(at -> ifInterested(at, ledger)).orElse(Instant.MAX);
            case LeaseState.Idle _,
                    LeaseState.Dormant _,
                    LeaseState.SubjectMissing _,
                    LeaseState.SubjectInsufficient _,
                    LeaseState.Closed _ -> Instant.MAX;
        };
    }

    private static Instant wakeAt(Holding held, LeaseLedger ledger) {
        var renewal = earlier(ifInterested(held.renewAt(), ledger), listening(held, ledger));
        return earlier(held.token().expiresAt(), renewal);
    }

    private static Instant listening(Holding held, LeaseLedger ledger) {
        return held.listening() instanceof Listening.Waiting(var retryAt, var _)
                ? ifInterested(retryAt, ledger)
                : Instant.MAX;
    }

    /** Nobody is woken for what nobody will care about by then. */
    private static Instant ifInterested(Instant at, LeaseLedger ledger) {
        return ledger.interest().at(at) ? at : Instant.MAX;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Duration doubled(Duration first, Duration last, int failures) {
        var delay = first;
        for (int n = 1; n < failures && delay.compareTo(last) < 0; n++) {
            delay = delay.multipliedBy(2);
        }
        return min(delay, last);
    }

    /** Takes off up to a fifth. */
    private static Duration spread(Duration delay, LeaseLedger ledger) {
        return delay.minus(part(delay.dividedBy(5), ledger, ledger.numbers()));
    }

    private static Duration part(Duration whole, LeaseLedger ledger, long number) {
        return Duration.ofNanos((long) (whole.toNanos() * fraction(ledger.seed() + number)));
    }

    /** A number from 0 to below 1 that looks random (the finalizer of SplitMix64). */
    private static double fraction(long value) {
        long mixed = value * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return ((mixed ^ (mixed >>> 31)) >>> 11) * 0x1.0p-53;
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}

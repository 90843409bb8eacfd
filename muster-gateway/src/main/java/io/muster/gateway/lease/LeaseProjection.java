package io.muster.gateway.lease;

import java.time.Duration;
import java.time.Instant;

/** A state, as others are told about it. */
final class LeaseProjection {
    private static final Duration PENDING = Duration.ofSeconds(30);
    private static final Duration TOLERATED = Duration.ofSeconds(60);

    private LeaseProjection() {}

    static LeaseStatus status(LeaseState state, Instant now) {
        return switch (state) {
            case LeaseState.Idle _ -> LeaseStatus.AUTH_REQUIRED;
            case LeaseState.Acquiring a -> acquiring(a, now);
            case LeaseState.Ready _, LeaseState.Renewing _, LeaseState.Dormant _ -> LeaseStatus.CONNECTED;
            case LeaseState.SubjectMissing _, LeaseState.SubjectInsufficient _ -> LeaseStatus.REAUTH_REQUIRED;
            case LeaseState.Refused(var ledger, var _) ->
                ledger.kind().usesSubject() ? LeaseStatus.REAUTH_REQUIRED : LeaseStatus.AUTH_REQUIRED;
            case LeaseState.Unavailable u ->
                u.token().isPresent() && now.isBefore(u.since().plus(TOLERATED))
                        ? LeaseStatus.CONNECTED
                        : LeaseStatus.ERROR;
            case LeaseState.Closed _ -> LeaseStatus.GONE;
        };
    }

    private static LeaseStatus acquiring(LeaseState.Acquiring state, Instant now) {
        if (state.onRecord()) {
            return LeaseStatus.CONNECTED;
        }
        return state.ledger().kind().usesSubject() && now.isBefore(state.since().plus(PENDING))
                ? LeaseStatus.SSO_PENDING
                : LeaseStatus.AUTH_REQUIRED;
    }

    /** Why it is not usable now. */
    static FailureClass reason(LeaseState state) {
        return switch (state) {
            case LeaseState.Idle _ ->
                state.ledger().kind().usesSubject() ? FailureClass.PENDING : FailureClass.SIGNED_OUT;
            case LeaseState.Acquiring _, LeaseState.Dormant _ -> FailureClass.PENDING;
            case LeaseState.Ready _, LeaseState.Renewing _ -> FailureClass.TOKEN_EXPIRED;
            case LeaseState.SubjectMissing _ -> FailureClass.NO_SUBJECT;
            case LeaseState.SubjectInsufficient _ -> FailureClass.AUDIENCE_MISSING;
            case LeaseState.Refused(var ledger, var _) ->
                ledger.failure().map(LeaseFailure::kind).orElse(FailureClass.BACKEND_REFUSED);
            case LeaseState.Unavailable(var ledger, var _, var _, var _) ->
                ledger.failure().map(LeaseFailure::kind).orElse(FailureClass.BACKEND_UNREACHABLE);
            case LeaseState.Closed _ -> FailureClass.ENDED;
        };
    }
}

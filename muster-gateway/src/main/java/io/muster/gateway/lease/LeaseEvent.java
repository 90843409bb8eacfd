package io.muster.gateway.lease;

import io.muster.oauth.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What can happen to a lease. */
sealed interface LeaseEvent {
    /** Somebody wants to use it. */
    record Used() implements LeaseEvent {}

    /** A client of the session connected, or the last one went away. */
    record Attached(boolean present) implements LeaseEvent {}

    /** There is another credential to get tokens from: a login, a refresh, a newer bearer. */
    record BasisRenewed(Basis basis) implements LeaseEvent {}

    /** The subject credential of the session is gone. */
    record SubjectLost() implements LeaseEvent {}

    /** The user signed out of the backend. */
    record SignedOut() implements LeaseEvent {}

    /** The definition of the backend changed. */
    record Redefined(LeaseTerms terms) implements LeaseEvent {}

    /** The session ended, or the backend is gone. */
    record Ended() implements LeaseEvent {}

    /** Nobody has cared for the session for long; it is found on record when somebody does. */
    record Parked() implements LeaseEvent {}

    /** A token was obtained. */
    record TokenAcquired(long number, Secret token, Instant expiresAt) implements LeaseEvent {}

    /** None was. */
    record AcquireFailed(long number, FailureClass kind, Optional<Duration> retryAfter) implements LeaseEvent {}

    /** The subject credential was not renewed; when it was, {@link BasisRenewed} says so. */
    record RefreshFailed(long number, Unrenewed why, Optional<Duration> retryAfter) implements LeaseEvent {}

    /** Why a subject credential was not renewed. */
    enum Unrenewed {
        /** It cannot be: there is no refresh token, or the provider refused it. */
        IMPOSSIBLE,
        /** What there is, is the newest there is. */
        UNCHANGED,
        /** The provider does not answer. */
        UNAVAILABLE
    }

    /** The backend is connected to. */
    record Opened(long number) implements LeaseEvent {}

    /** It is not; nothing is left of the attempt. */
    record OpenFailed(long number, Trouble trouble) implements LeaseEvent {}

    /** A connection broke, or the backend forgot it. */
    record ConnectionLost(long number) implements LeaseEvent {}

    /** What came of asking a backend something. */
    enum Trouble {
        /** It answered 401, or 403 where no right but the token is at stake. */
        REFUSED,
        /** It did not answer, or with an error of its own. */
        UNREACHABLE
    }

    /** The stream of changes ended. */
    record ListenerEnded(long number, End end) implements LeaseEvent {}

    /** How a stream of changes ended. */
    enum End {
        /** With 401 or 403. */
        REFUSED,
        /** The backend has none: 405 or 501. */
        UNSUPPORTED,
        /** In any other way, properly or not. */
        BROKEN
    }

    /** A call with that token was answered 401. */
    record CallRefused(long generation) implements LeaseEvent {}

    /** A call with that token was answered 403. */
    record CallForbidden(long generation) implements LeaseEvent {}

    /** A call with that token was answered. */
    record CallAnswered(long generation) implements LeaseEvent {}

    /** A ping was answered. */
    record PingAnswered(long number) implements LeaseEvent {}

    /** It was not. */
    record PingFailed(long number, Trouble trouble) implements LeaseEvent {}

    /** The backend answers again, as others have found out. */
    record BackendReachable() implements LeaseEvent {}

    /** The time came that the lease had asked to be woken at. */
    record TimerFired() implements LeaseEvent {}
}

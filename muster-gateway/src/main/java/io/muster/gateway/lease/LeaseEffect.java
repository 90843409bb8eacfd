package io.muster.gateway.lease;

import java.time.Instant;

/** What is to be done for a lease. Numbers tell the results apart. */
sealed interface LeaseEffect {
    /** Renew the subject credential; report {@code BasisRenewed} or {@code RefreshFailed}. */
    record RefreshSubject(long number) implements LeaseEffect {}

    /** Obtain a token; report {@code TokenAcquired} or {@code AcquireFailed}. */
    record Acquire(long number, boolean fresh) implements LeaseEffect {}

    /** Connect; report {@code Opened} or {@code OpenFailed}. */
    record Open(long number) implements LeaseEffect {}

    /** Close the connection, or the attempt, when its last call has ended. */
    record Close(long number) implements LeaseEffect {}

    /** Open the stream of changes of a connection; report {@code ListenerEnded}. */
    record Listen(long number, long connection) implements LeaseEffect {}

    /** Close it. */
    record Unlisten(long number) implements LeaseEffect {}

    /** Ping over a connection; report {@code PingAnswered} or {@code PingFailed}. */
    record Ping(long number, long connection) implements LeaseEffect {}

    /** Send {@code TimerFired} at that time, and at no other. */
    record Arm(Instant at) implements LeaseEffect {}

    /** Send no {@code TimerFired}. */
    record Disarm() implements LeaseEffect {}

    /** Put on record that the session is authenticated for the backend, or take it off. */
    record Remember(boolean authenticated) implements LeaseEffect {}

    /** Warn, as far as that is worth a line. */
    record Warn(LeaseFailure failure) implements LeaseEffect {}

    /** Tell that it works again. */
    record Recovered(FailureClass kind) implements LeaseEffect {}
}

package io.muster.gateway.lease;

import io.muster.oauth.Secret;
import io.muster.wire.time.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Where the tokens of one lease come from. Blocking; nothing is tried twice in here. */
public sealed interface CredentialSource {
    LeaseKind kind();

    /** @param fresh whether what lies in a cache or store is not good enough */
    Acquired acquire(boolean fresh, Deadline deadline) throws InterruptedException;

    /** What came of it. */
    sealed interface Acquired {
        record Token(Secret token, Instant expiresAt) implements Acquired {}

        /** @param kind one of those that come from where tokens come from */
        record Failed(FailureClass kind, Optional<Duration> retryAfter) implements Acquired {
            public static Failed of(FailureClass kind) {
                return new Failed(kind, Optional.empty());
            }
        }
    }

    /** The token that proves the caller, as it is. */
    record ForwardSubject(SubjectCredentials subject) implements CredentialSource {
        @Override
        public LeaseKind kind() {
            return LeaseKind.FORWARD;
        }

        @Override
        public Acquired acquire(boolean fresh, Deadline deadline) {
            return subject.usable()
                    .<Acquired>map(known -> new Acquired.Token(known.token(), known.expiresAt()))
                    .orElseGet(() -> Acquired.Failed.of(FailureClass.NO_SUBJECT));
        }
    }

    /** One that the provider of the backend gives for it. */
    record ExchangeSubject(SubjectCredentials subject, Exchange exchange) implements CredentialSource {
        @Override
        public LeaseKind kind() {
            return LeaseKind.EXCHANGE;
        }

        @Override
        public Acquired acquire(boolean fresh, Deadline deadline) throws InterruptedException {
            var known = subject.usable();
            return known.isEmpty()
                    ? Acquired.Failed.of(FailureClass.NO_SUBJECT)
                    : exchange.exchange(known.get(), fresh, deadline);
        }
    }

    /** What the user signed in for. */
    record SignIn(SignedIn signedIn) implements CredentialSource {
        @Override
        public LeaseKind kind() {
            return LeaseKind.SIGN_IN;
        }

        @Override
        public Acquired acquire(boolean fresh, Deadline deadline) throws InterruptedException {
            return signedIn.accessToken(fresh, deadline);
        }
    }

    /** None, because the definition cannot work; ends with its change. */
    record Misconfigured(LeaseKind kind) implements CredentialSource {
        @Override
        public Acquired acquire(boolean fresh, Deadline deadline) {
            return Acquired.Failed.of(FailureClass.CONFIGURATION);
        }
    }

    /** Exchanges a subject token (RFC 8693). */
    interface Exchange {
        Acquired exchange(SubjectCredential subject, boolean fresh, Deadline deadline) throws InterruptedException;
    }

    /** The stored result of a sign-in: its access token, or a newer one for its refresh token. */
    interface SignedIn {
        Acquired accessToken(boolean fresh, Deadline deadline) throws InterruptedException;
    }
}

package io.muster.gateway.lease;

import io.muster.gateway.lease.LeaseEvent.End;
import io.muster.gateway.lease.LeaseEvent.Trouble;
import io.muster.wire.time.Deadline;
import java.util.Optional;

/** Connects to one backend on behalf of a session. Blocking; nothing is tried twice in here, and no token is kept. */
public interface BackendOpener {
    Attempt open(Line line, Deadline deadline) throws InterruptedException;

    /** What a connection has of its lease. Thread-safe. */
    interface Line {
        /**
         * The token for one request that is sent now.
         *
         * @throws CredentialUnavailable when there is none; then the request must not be sent
         */
        UsableToken token();

        /** A request with that token was answered 401. */
        void refused(UsableToken token);

        /** The connection broke, or the backend forgot it. */
        void lost();
    }

    /** What came of it. */
    sealed interface Attempt {
        record Opened(Connection connection) implements Attempt {}

        /** The backend answered 401 or 403. */
        record Refused() implements Attempt {}

        /** It did not answer, or with an error of its own. */
        record Unreachable() implements Attempt {}
    }

    /** An open connection. Thread-safe. */
    interface Connection extends AutoCloseable {
        /** Waits on the stream of changes until it ends; an interrupt ends it. */
        Ending listen() throws InterruptedException;

        /** Asks whether the backend lives; empty when it does. */
        Optional<Refusal> ping(Deadline deadline) throws InterruptedException;

        /** Idempotent; bounded in time. */
        @Override
        void close();
    }

    /** How a stream of changes ended. */
    enum Ending {
        /** With 401 or 403. */
        REFUSED(End.REFUSED),
        /** The backend has none: 405 or 501. */
        UNSUPPORTED(End.UNSUPPORTED),
        /** In any other way, properly or not. */
        BROKEN(End.BROKEN);

        private final End end;

        Ending(End end) {
            this.end = end;
        }

        End end() {
            return end;
        }
    }

    /** Why a ping was not answered. */
    enum Refusal {
        /** 401 or 403. */
        REFUSED(Trouble.REFUSED),
        UNREACHABLE(Trouble.UNREACHABLE);

        private final Trouble trouble;

        Refusal(Trouble trouble) {
            this.trouble = trouble;
        }

        Trouble trouble() {
            return trouble;
        }
    }
}

package io.muster.cli.command;

import io.muster.cli.client.ConnectionFailure;
import io.muster.cli.servers.Session;
import io.muster.cli.servers.SessionStatus;
import java.util.Optional;

/**
 * What a look at a Muster showed.
 *
 * @param failure why it does not talk to us, if so
 * @param servers how the session stands with the servers behind it, if Muster says
 */
record Seen(Optional<ConnectionFailure> failure, Optional<SessionStatus> servers) {
    static final Seen NOTHING = new Seen(Optional.empty(), Optional.empty());

    static Seen of(Session session) throws InterruptedException {
        return new Seen(Optional.empty(), BackendLogins.status(session));
    }

    static Seen without(ConnectionFailure failure) {
        return new Seen(Optional.of(failure), Optional.empty());
    }

    /** Whether somebody has to log in first. */
    boolean isLoginRequired() {
        return failure.isPresent() && !isOther(failure.get());
    }

    /** Whether there is no connection for another reason. */
    boolean isLost() {
        return failure.filter(Seen::isOther).isPresent();
    }

    private static boolean isOther(ConnectionFailure failure) {
        return failure.kind() != ConnectionFailure.Kind.AUTHENTICATION_REQUIRED;
    }
}

package io.muster.gateway.backend;

import io.muster.gateway.backend.BackendState.Active;
import io.muster.gateway.backend.BackendState.AuthRequired;
import io.muster.gateway.backend.BackendState.Ended;
import io.muster.gateway.backend.BackendState.Failed;
import io.muster.gateway.backend.BackendState.Idle;
import io.muster.gateway.backend.BackendState.Renewing;
import io.muster.gateway.backend.BackendState.Starting;
import io.muster.gateway.backend.BackendState.Stopped;
import io.muster.gateway.backend.BackendState.Stopping;
import java.time.Instant;
import java.util.Optional;

/** What the outside sees of a {@link BackendState}. Pure. */
final class StatusProjection {
    private StatusProjection() {}

    static BackendStatus of(BackendState state) {
        var ledger = state.ledger();
        return new BackendStatus(
                ledger.spec(),
                service(state),
                state instanceof Active active && active.doubtful(),
                ledger.error(),
                ledger.failures(),
                Math.max(0, ledger.starts() - 1),
                ledger.lastAttempt(),
                state instanceof Failed failed ? failed.nextRetry() : Optional.empty(),
                since(state),
                ledger.lastConnected(),
                inventory(state));
    }

    static ServiceState service(BackendState state) {
        boolean remote = state.ledger().spec().endpoint().isRemote();
        return switch (state) {
            case Idle _ -> ServiceState.UNKNOWN;
            case Starting _ -> ServiceState.STARTING;
            case Active _, Renewing _ -> remote ? ServiceState.CONNECTED : ServiceState.RUNNING;
            case Stopping _ -> ServiceState.STOPPING;
            case Stopped _, Ended _ -> remote ? ServiceState.DISCONNECTED : ServiceState.STOPPED;
            case Failed failed -> failed.unreachable() ? ServiceState.UNREACHABLE : ServiceState.FAILED;
            case AuthRequired asking -> asking.entered() ? ServiceState.CONNECTED : ServiceState.AUTH_REQUIRED;
        };
    }

    private static Optional<Instant> since(BackendState state) {
        return switch (state) {
            case Active active -> Optional.of(active.since());
            case Renewing renewing -> Optional.of(renewing.since());
            default -> Optional.empty();
        };
    }

    private static Inventory inventory(BackendState state) {
        return switch (state) {
            case Active active -> active.inventory();
            case Renewing renewing -> renewing.inventory();
            default -> Inventory.EMPTY;
        };
    }
}

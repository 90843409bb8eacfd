package io.muster.gateway.backend;

import io.muster.gateway.backend.BackendListener.Trigger;
import java.util.Optional;

/** What can happen to a backend. */
sealed interface BackendEvent {
    /** It is to be started. */
    record Start(Trigger trigger) implements BackendEvent {}

    /** It is to be stopped, and started again. */
    record Restart() implements BackendEvent {}

    /** It is to be stopped. */
    record Stop() implements BackendEvent {}

    /** It is to be stopped for good. */
    record End() implements BackendEvent {}

    /** Its definition changed. What runs goes on. */
    record Redefine(BackendSpec spec) implements BackendEvent {}

    /** A session was connected with a credential of its own. */
    record Entered() implements BackendEvent {}

    /**
     * An attempt succeeded.
     *
     * @param warning what could not be read of the inventory
     */
    record Connected(long attempt, Inventory inventory, Optional<String> warning) implements BackendEvent {}

    /** An attempt failed and left nothing behind. */
    record ConnectFailed(long attempt, Failure failure) implements BackendEvent {}

    /** The connection broke: the process exited, the stream ended. */
    record Lost(long attempt, Failure failure) implements BackendEvent {}

    /** The backend forgot our transport session. */
    record SessionLost(long attempt) implements BackendEvent {}

    /** It offers something else now. */
    record Listed(long attempt, Inventory inventory, Optional<String> warning) implements BackendEvent {}

    record PingAnswered(long attempt) implements BackendEvent {}

    record PingFailed(long attempt, Failure failure) implements BackendEvent {}

    /** Nothing is left of an attempt: its connection is closed. */
    record Released(long attempt) implements BackendEvent {}
}

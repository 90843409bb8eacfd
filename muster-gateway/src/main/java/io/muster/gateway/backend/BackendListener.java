package io.muster.gateway.backend;

import io.muster.mcp.Message;
import java.util.Optional;

/** Hears what happens to backends. Called in order per backend, on a thread of the backend; must not block for long. */
public interface BackendListener {
    /** The state changed. What {@link Backends} answers may still be the one before. */
    default void transitioned(Transition transition) {}

    /** All listeners have heard of a transition, and {@link Backends} answers with the new state. */
    default void published(String name) {}

    /** The inventory of an active backend changed, or became known, or was lost with the connection. */
    default void inventoryChanged(String name, Inventory inventory) {}

    /** A connected backend left a ping unanswered; told once until it answers again or is given up. */
    default void healthCheckFailed(String name, String error) {}

    /** The backend sent a notification that belongs to no call ({@code notifications/resources/updated} …). */
    default void notified(String name, Message.Notification notification) {}

    /** The backend is gone: its definition was removed. */
    default void removed(String name) {}

    /**
     * A change of state.
     *
     * @param from absent for a backend that is new
     * @param trigger what caused it
     */
    record Transition(Optional<ServiceState> from, BackendStatus status, Trigger trigger) {
        public String name() {
            return status.name();
        }
    }

    /** What caused a change of state. */
    enum Trigger {
        /** A person, a tool or a changed definition. */
        COMMAND,
        /** Automatic recovery after a failure. */
        RECOVERY,
        /** The backend itself: it exited, hung or broke off. */
        BACKEND
    }
}

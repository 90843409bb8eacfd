package io.muster.gateway.session;

import io.muster.gateway.catalog.CatalogChange;
import io.muster.gateway.lease.FailureClass;
import io.muster.gateway.lease.LeaseKind;
import io.muster.mcp.Message;
import io.muster.oauth.SessionId;

/** Hears what happens to sessions beyond what happens to all. May block for a short while. */
public interface SessionListener {
    /** What the session is offered changed. */
    default void offersChanged(SessionId session, CatalogChange change) {}

    /** What one backend offers to the session changed. */
    default void inventoryChanged(SessionId session, String backend, CatalogChange change) {}

    /** A backend sent the session a notification that belongs to no call. */
    default void notified(SessionId session, String backend, Message.Notification notification) {}

    /** A lease of the session is not usable. Told once for each reason, however often it is tried again. */
    default void failed(SessionId session, String backend, LeaseKind kind, FailureClass reason) {}

    /** The session has a new connection to a backend, which knows nothing of the one before. */
    default void connected(SessionId session, String backend) {}
}

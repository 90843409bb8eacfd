package io.muster.gateway.lease;

/** Hears of changes of leases, one after the other for each lease; may block. */
public interface LeaseListener {
    /** Something that {@code auth://status} shows, or the connection, is another now. */
    void changed(CredentialLease lease);

    /** It is not usable. Told once for each reason, however often it is tried again, until it is usable. */
    default void failed(CredentialLease lease, FailureClass reason) {}
}

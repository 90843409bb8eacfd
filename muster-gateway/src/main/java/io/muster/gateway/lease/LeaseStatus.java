package io.muster.gateway.lease;

import java.util.Locale;

/** What {@code auth://status} says about a lease. */
public enum LeaseStatus {
    /** A credential is held, or can be had now without the user. */
    CONNECTED,
    SSO_PENDING,
    AUTH_REQUIRED,
    REAUTH_REQUIRED,
    ERROR,
    /** There is no lease any more. */
    GONE;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package io.muster.authserver.client;

import java.util.Locale;

/** Why a redirect URI is not accepted; the name in lower case is what the audit records. */
public enum RedirectFault {
    INVALID_FORMAT,
    FRAGMENT_NOT_ALLOWED,
    BLOCKED_SCHEME,
    LOOPBACK_NOT_ALLOWED,
    HTTP_NOT_ALLOWED,
    UNSPECIFIED_ADDRESS,
    PRIVATE_IP,
    LINK_LOCAL,
    DNS_RESOLVES_TO_PRIVATE_IP,
    DNS_RESOLVES_TO_LINK_LOCAL,
    DNS_RESOLUTION_FAILED;

    /** As it is written. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package io.muster.oauth.discovery;

import java.util.Locale;

/** How sure it is that metadata belongs to the issuer that it names. */
public enum Provenance {
    /** An operator named the issuer, and its own metadata agrees. */
    PINNED,
    /** It was found where that issuer publishes it. */
    VALIDATED,
    /** It was found elsewhere, and the issuer that it names publishes metadata of its own. */
    VALIDATED_VIA_ISSUER,
    /** It was found at the resource, and the issuer that it names says nothing. Good for this one server only. */
    RESOURCE_ORIGIN;

    /** Whether tokens may be used for other servers with the same issuer. */
    public boolean isShareable() {
        return this != RESOURCE_ORIGIN;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

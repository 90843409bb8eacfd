package io.muster.authserver.client;

import io.muster.authserver.audit.AuditEvent;
import io.muster.authserver.protocol.OAuthError;
import io.muster.authserver.protocol.OAuthRejection;
import io.muster.authserver.store.RegisteredClient.Origin;
import io.muster.oauth.Secret;
import java.util.List;
import java.util.Optional;

/**
 * Decides whether a registration is admitted, and by what. Where several gates are open, the one that says most about the
 * client counts: its token, its scheme, its URIs, and last that everybody may come in.
 */
final class RegistrationGate {
    private final RegistrationSettings settings;

    RegistrationGate(RegistrationSettings settings) {
        this.settings = settings;
    }

    /** What admitted a registration. */
    enum Admission {
        TOKEN(Origin.TOKEN, AuditEvent.CLIENT_REGISTERED),
        TRUSTED_SCHEME(Origin.TRUSTED_REDIRECT, AuditEvent.CLIENT_REGISTERED_VIA_TRUSTED_SCHEME),
        TRUSTED_URI(Origin.TRUSTED_REDIRECT, AuditEvent.CLIENT_REGISTERED_VIA_TRUSTED_REDIRECT_URI),
        OPEN(Origin.OPEN, AuditEvent.CLIENT_REGISTERED);

        final Origin origin;
        final AuditEvent event;

        Admission(Origin origin, AuditEvent event) {
            this.origin = origin;
            this.event = event;
        }
    }

    /**
     * @throws OAuthRejection when no gate is open
     */
    Admission admit(Optional<String> authorization, List<String> redirectUris) {
        if (hasToken(authorization)) {
            return Admission.TOKEN;
        }
        if (trustsSchemes(redirectUris)) {
            return Admission.TRUSTED_SCHEME;
        }
        if (settings.trusted().trust(redirectUris)) {
            return Admission.TRUSTED_URI;
        }
        if (settings.open()) {
            return Admission.OPEN;
        }
        throw new OAuthRejection(new OAuthError(
                401,
                "invalid_token",
                "Registration requires authentication. Provide a valid registration token or use a trusted redirect URI"
                        + " or scheme."));
    }

    /** A client without secret must not come in by the token alone. */
    boolean admitsPublic(Admission admission) {
        return settings.open() || admission != Admission.TOKEN;
    }

    private boolean hasToken(Optional<String> authorization) {
        var presented = authorization
                .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
                .map(value -> new Secret(value.substring(7).strip()));
        return presented.isPresent() && settings.token().equals(presented);
    }

    private boolean trustsSchemes(List<String> redirectUris) {
        try {
            return settings.trusted().trustSchemesOf(redirectUris);
        } catch (IllegalArgumentException e) {
            throw new OAuthRejection(OAuthError.invalidRedirectUri("A redirect_uri is not an absolute URI"));
        }
    }
}

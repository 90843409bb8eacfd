package io.muster.authserver.client;

import io.muster.oauth.Secret;
import java.time.Duration;
import java.util.Optional;

/**
 * Who may register clients, and how many.
 *
 * @param open whether anybody may
 * @param token with which others may
 * @param trusted redirect URIs with which anybody may
 * @param mostPerAddress live clients of one address
 * @param keepUnused how long a client is kept that nobody uses
 * @param strictMetadata whether grant and response types that we do not support are refused instead of left out
 */
public record RegistrationSettings(
        boolean open,
        Optional<Secret> token,
        TrustedRedirects trusted,
        int mostPerAddress,
        Duration keepUnused,
        boolean strictMetadata) {
    public static RegistrationSettings defaults() {
        return new RegistrationSettings(false, Optional.empty(), TrustedRedirects.NONE, 10, Duration.ofDays(30), false);
    }

    public RegistrationSettings withOpen(boolean value) {
        return new RegistrationSettings(value, token, trusted, mostPerAddress, keepUnused, strictMetadata);
    }

    public RegistrationSettings withToken(Secret value) {
        return new RegistrationSettings(open, Optional.of(value), trusted, mostPerAddress, keepUnused, strictMetadata);
    }

    public RegistrationSettings withTrusted(TrustedRedirects value) {
        return new RegistrationSettings(open, token, value, mostPerAddress, keepUnused, strictMetadata);
    }
}

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
        boolean strictMetadata) {}

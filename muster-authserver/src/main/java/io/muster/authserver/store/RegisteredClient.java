package io.muster.authserver.store;

import io.muster.oauth.ClientId;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A client as it is stored.
 *
 * @param id its identifier
 * @param secretHash of its secret; none for public clients and those that authenticate with a key
 * @param origin how it came to be known, which decides whether people are asked for consent
 * @param metadata RFC 7591 names: {@code client_name}, {@code redirect_uris}, {@code token_endpoint_auth_method}, …
 * @param createdAt when it was registered
 * @param expiresAt when it is forgotten unless it is used; never when empty
 */
public record RegisteredClient(
        ClientId id,
        Optional<String> secretHash,
        Origin origin,
        JsonObject metadata,
        Instant createdAt,
        Optional<Instant> expiresAt) {

    /** How a client came to be known. */
    public enum Origin {
        /** By an operator. */
        SEEDED,
        /** With the registration token. */
        TOKEN,
        /** Because all its redirect URIs are trusted. */
        TRUSTED_REDIRECT,
        /** By anybody. */
        OPEN,
        /** By its client metadata document; never stored. */
        METADATA_DOCUMENT
    }

    public String name() {
        return metadata.text("client_name", "");
    }

    public List<String> redirectUris() {
        return texts("redirect_uris");
    }

    /** {@code none}, {@code client_secret_basic}, {@code client_secret_post} or {@code private_key_jwt}. */
    public String authenticationMethod() {
        return metadata.text("token_endpoint_auth_method", "client_secret_basic");
    }

    public boolean isPublic() {
        return authenticationMethod().equals("none");
    }

    /** This client with another expiry. */
    public RegisteredClient until(Instant expiry) {
        return new RegisteredClient(id, secretHash, origin, metadata, createdAt, Optional.of(expiry));
    }

    private List<String> texts(String name) {
        return metadata.values(name).stream()
                .filter(JsonString.class::isInstance)
                .map(value -> ((JsonString) value).value())
                .toList();
    }
}

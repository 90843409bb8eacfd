package io.muster.oauth.registration;

import io.muster.oauth.ClientId;
import io.muster.oauth.Issuer;
import io.muster.oauth.Secret;
import io.muster.oauth.token.ClientCredentials;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an authorization server answered to a registration (RFC 7591 section 3.2.1).
 *
 * @param key for whom it is good
 * @param secretExpiresAt when the secret ends; empty for never
 * @param accessToken to manage it with
 */
public record Registration(
        Key key,
        ClientId clientId,
        Optional<Secret> secret,
        Optional<Instant> secretExpiresAt,
        Method method,
        Optional<Secret> accessToken,
        Optional<URI> uri,
        Instant createdAt) {

    /** Whose registration it is, and for which redirect: another of either needs another registration. */
    public record Key(Issuer issuer, URI redirectUri) {}

    /** How the client proves who it is. */
    public enum Method {
        NONE("none"),
        BASIC("client_secret_basic"),
        POST("client_secret_post");

        private final String word;

        Method(String word) {
            this.word = word;
        }

        public static Optional<Method> of(String word) {
            return Stream.of(values())
                    .filter(method -> method.word.equals(word))
                    .findFirst();
        }

        public String word() {
            return word;
        }
    }

    public boolean isGoodAt(Instant now) {
        return secretExpiresAt.isEmpty() || now.isBefore(secretExpiresAt.get());
    }

    public ClientCredentials credentials() {
        return credentials(clientId, secret, method);
    }

    static ClientCredentials credentials(ClientId id, Optional<Secret> secret, Method method) {
        if (secret.isEmpty()) {
            return new ClientCredentials.Public(id);
        }
        return switch (method) {
            case NONE -> new ClientCredentials.Public(id);
            case BASIC -> new ClientCredentials.Basic(id, secret.get());
            case POST -> new ClientCredentials.Post(id, secret.get());
        };
    }
}

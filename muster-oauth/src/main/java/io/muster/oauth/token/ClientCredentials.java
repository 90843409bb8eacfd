package io.muster.oauth.token;

import io.muster.oauth.ClientId;
import io.muster.oauth.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** How a client proves who it is at a token endpoint (RFC 6749 section 2.3). */
public sealed interface ClientCredentials {
    ClientId id();

    /** The value of the {@code Authorization} header. */
    default Optional<String> authorization() {
        return Optional.empty();
    }

    /** The fields of the form. */
    Map<String, String> fields();

    /** It does not: whoever knows the id may use it. */
    record Public(ClientId id) implements ClientCredentials {
        @Override
        public Map<String, String> fields() {
            return Map.of("client_id", id.value());
        }
    }

    /** With id and secret in the {@code Authorization} header, each form-urlencoded first. */
    record Basic(ClientId id, Secret secret) implements ClientCredentials {
        @Override
        public Optional<String> authorization() {
            var pair = encoded(id.value()) + ":" + encoded(secret.reveal());
            return Optional.of("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII)));
        }

        @Override
        public Map<String, String> fields() {
            return Map.of();
        }

        private static String encoded(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8);
        }
    }

    /** With id and secret in the form. */
    record Post(ClientId id, Secret secret) implements ClientCredentials {
        @Override
        public Map<String, String> fields() {
            return Map.of("client_id", id.value(), "client_secret", secret.reveal());
        }
    }
}

package io.muster.oauth.jose;

import io.muster.wire.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A published set of keys (RFC 7517 section 5). Keys that cannot be used are passed over: a newer kind must not break the
 * older ones.
 *
 * @param keys those that can be used
 * @param isEmpty whether the issuer publishes no key at all, usable or not
 */
public record JwkSet(List<VerificationKey> keys, boolean isEmpty) {
    private static final int MOST = 100;

    public JwkSet {
        keys = List.copyOf(keys);
    }

    /** Reads the document; nothing when it is no key set. */
    public static Optional<JwkSet> parse(JsonObject document) {
        return document.array("keys").map(array -> {
            var usable = array.values().stream()
                    .limit(MOST)
                    .filter(JsonObject.class::isInstance)
                    .flatMap(key -> VerificationKey.parse((JsonObject) key).stream())
                    .toList();
            return new JwkSet(usable, array.isEmpty());
        });
    }

    /** Keys that may have signed a token with that header: those with its {@code kid}, then those without any. */
    List<VerificationKey> candidates(JsonObject header) {
        var wanted = header.text("kid");
        if (wanted.isEmpty()) {
            return keys;
        }
        var named = keys.stream().filter(key -> key.id().equals(wanted));
        var nameless = keys.stream().filter(key -> key.id().isEmpty());
        return Stream.concat(named, nameless).toList();
    }

    boolean knows(JsonObject header) {
        var wanted = header.text("kid");
        return wanted.isEmpty() || keys.stream().anyMatch(key -> key.id().equals(wanted));
    }
}

package io.muster.oauth.jose;

import io.muster.wire.json.Json;
import io.muster.wire.json.JsonException;
import io.muster.wire.json.JsonLimits;
import io.muster.wire.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * The compact form of a signed token, taken apart (RFC 7515 section 7.1). Strict, so that no two parties can read two
 * things out of one token: exactly three parts, canonical base64url without padding, JSON objects without repeated
 * members.
 *
 * @param jwt header and claims
 * @param encodedHeader as it was sent
 * @param signedPart what the signature covers
 * @param signature empty when there is none
 */
record Compact(Jwt jwt, String encodedHeader, byte[] signedPart, byte[] signature) {
    private static final int LONGEST = 256 << 10;
    private static final int LONGEST_HEADER = 16 << 10;
    private static final JsonLimits LIMITS = new JsonLimits(20, LONGEST, 100, LONGEST);

    static Optional<Compact> parse(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        var parts = text.split("\\.", 4);
        if (parts.length != 3 || parts[0].length() > LONGEST_HEADER) {
            return Optional.empty();
        }
        try {
            var jwt = new Jwt(object(parts[0]), object(parts[1]));
            var signed = text.substring(0, text.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII);
            return Optional.of(new Compact(jwt, parts[0], signed, decoded(parts[2])));
        } catch (IllegalArgumentException | JsonException notAToken) {
            return Optional.empty();
        }
    }

    private static JsonObject object(String part) {
        if (Json.parse(decoded(part), LIMITS) instanceof JsonObject object) {
            return object;
        }
        throw new IllegalArgumentException("not an object");
    }

    private static byte[] decoded(String part) {
        var bytes = Base64.getUrlDecoder().decode(part);
        if (!Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part)) {
            throw new IllegalArgumentException("not the canonical form");
        }
        return bytes;
    }
}

package io.muster.oauth.jose;

import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonNumber;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import io.muster.wire.json.JsonValue;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Shapes that claims have. */
final class Claims {
    private static final BigDecimal LATEST = BigDecimal.valueOf(253_402_300_799L);

    private Claims() {}

    /** One text, or those of a list. */
    static List<String> texts(JsonValue value) {
        return switch (value) {
            case JsonString one -> List.of(one.value());
            case JsonArray many ->
                many.values().stream()
                        .filter(JsonString.class::isInstance)
                        .map(element -> ((JsonString) element).value())
                        .toList();
            default -> List.of();
        };
    }

    /** A NumericDate (RFC 7519 section 2), cut to whole seconds; nothing when it is none or beyond the year 9999. */
    static Optional<Instant> instant(JsonObject claims, String name) {
        return claims.get(name)
                .filter(JsonNumber.class::isInstance)
                .flatMap(value -> decimal(((JsonNumber) value).text()))
                .filter(seconds -> seconds.signum() >= 0 && seconds.compareTo(LATEST) <= 0)
                .map(seconds -> Instant.ofEpochSecond(seconds.longValue()));
    }

    private static Optional<BigDecimal> decimal(String text) {
        try {
            return Optional.of(new BigDecimal(text));
        } catch (NumberFormatException exponentBeyondAllMeasure) {
            return Optional.empty();
        }
    }
}

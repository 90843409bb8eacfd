package io.muster.wire.json;

import java.math.BigDecimal;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * A JSON number that keeps its digits as they were written, so that {@code 1.0}, {@code 1e2} and integers beyond 2^53
 * pass through unchanged.
 *
 * @param text the number as it stands in the document; always valid by RFC 8259 section 6
 */
public record JsonNumber(String text) implements JsonValue {
    public JsonNumber {
        Objects.requireNonNull(text, "text");
    }

    public static JsonNumber of(long value) {
        return new JsonNumber(Long.toString(value));
    }

    /** A finite number; JSON has no NaN and no infinity. */
    public static JsonNumber of(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("JSON has no number " + value);
        }
        return new JsonNumber(Double.toString(value));
    }

    public double doubleValue() {
        return Double.parseDouble(text);
    }

    /** The value as a {@code long} when it is a whole number in range ({@code 5}, {@code 5.0}, {@code 5e0}). */
    public OptionalLong longValue() {
        if (text.length() <= 18 && text.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '-')) {
            return OptionalLong.of(Long.parseLong(text));
        }
        var value = new BigDecimal(text);
        if (Math.abs((long) value.scale()) > 1_000 || value.precision() - value.scale() > 19) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(value.longValueExact());
        } catch (ArithmeticException notWholeOrTooLarge) {
            return OptionalLong.empty();
        }
    }

    @Override
    public String toString() {
        return text;
    }
}

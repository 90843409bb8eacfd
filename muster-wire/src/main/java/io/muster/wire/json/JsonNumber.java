package io.muster.wire.json;

import java.math.BigDecimal;
import java.util.OptionalLong;

/**
 * A JSON number that keeps its digits as they were written, so that {@code 1.0}, {@code 1e2} and integers beyond 2^53
 * pass through unchanged.
 *
 * @param text the number as it stands in the document; always valid by RFC 8259 section 6
 */
public record JsonNumber(String text) implements JsonValue {
    /** Beyond this, exact arithmetic costs more than an answer is worth. */
    private static final int MAX_EXACT_LENGTH = 400;

    public JsonNumber {
        if (!isNumber(text)) {
            throw new IllegalArgumentException("not a JSON number");
        }
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
        if (text.length() > MAX_EXACT_LENGTH) {
            return OptionalLong.empty();
        }
        try {
            var value = new BigDecimal(text);
            if (Math.abs((long) value.scale()) > 1_000 || value.precision() - value.scale() > 19) {
                return OptionalLong.empty();
            }
            return OptionalLong.of(value.longValueExact());
        } catch (NumberFormatException | ArithmeticException exponentTooLargeOrNotWholeOrTooLarge) {
            return OptionalLong.empty();
        }
    }

    private static boolean isNumber(String text) {
        var at = text.startsWith("-") ? 1 : 0;
        var whole = digitsEnd(text, at);
        if (whole == at || (whole > at + 1 && text.charAt(at) == '0')) {
            return false;
        }
        at = whole;
        if (at < text.length() && text.charAt(at) == '.') {
            var fraction = digitsEnd(text, at + 1);
            if (fraction == at + 1) {
                return false;
            }
            at = fraction;
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            var signed = at + 1 < text.length() && (text.charAt(at + 1) == '+' || text.charAt(at + 1) == '-');
            var digits = at + (signed ? 2 : 1);
            at = digitsEnd(text, digits);
            if (at == digits) {
                return false;
            }
        }
        return at == text.length();
    }

    private static int digitsEnd(String text, int from) {
        var at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }

    @Override
    public String toString() {
        return text;
    }
}

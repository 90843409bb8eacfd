package io.muster.wire.yaml;

import io.muster.wire.json.JsonBoolean;
import io.muster.wire.json.JsonNull;
import io.muster.wire.json.JsonNumber;
import io.muster.wire.json.JsonString;
import io.muster.wire.json.JsonValue;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an untagged plain scalar means (YAML 1.2.2, section 10.3.2), as far as JSON can say it. */
final class CoreSchema {
    private static final int MAX_NUMBER_LENGTH = 1_000;
    private static final Pattern JSON_NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
    private static final Pattern DECIMAL =
            Pattern.compile("([-+]?)(?:([0-9]+)(?:\\.([0-9]*))?|\\.([0-9]+))([eE][-+]?[0-9]+)?");
    private static final Pattern OCTAL = Pattern.compile("0o[0-7]+");
    private static final Pattern HEXADECIMAL = Pattern.compile("0x[0-9a-fA-F]+");
    private static final Pattern NOT_FINITE = Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

    private CoreSchema() {}

    /**
     * The value of a plain scalar.
     *
     * @throws IllegalArgumentException when JSON has no such value
     */
    static JsonValue resolve(String text) {
        return switch (text) {
            case "", "~", "null", "Null", "NULL" -> JsonNull.NULL;
            case "true", "True", "TRUE" -> JsonBoolean.TRUE;
            case "false", "False", "FALSE" -> JsonBoolean.FALSE;
            default -> mayBeNumber(text.charAt(0)) ? number(text).orElseGet(() -> new JsonString(text)) : string(text);
        };
    }

    private static JsonValue string(String text) {
        return new JsonString(text);
    }

    private static boolean mayBeNumber(char first) {
        return (first >= '0' && first <= '9') || first == '-' || first == '+' || first == '.';
    }

    private static Optional<JsonValue> number(String text) {
        if (NOT_FINITE.matcher(text).matches()) {
            throw new IllegalArgumentException("JSON has no number " + text);
        }
        var decimal = DECIMAL.matcher(text);
        if (decimal.matches()) {
            bounded(text);
            if (JSON_NUMBER.matcher(text).matches()) {
                return Optional.of(new JsonNumber(text));
            }
            var sign = decimal.group(1).equals("-") ? "-" : "";
            var fraction = decimal.group(4) == null ? decimal.group(3) : decimal.group(4);
            var point = fraction == null ? "" : "." + (fraction.isEmpty() ? "0" : fraction);
            var exponent = decimal.group(5) == null ? "" : decimal.group(5);
            return Optional.of(new JsonNumber(sign + withoutLeadingZeros(decimal.group(2)) + point + exponent));
        }
        if (OCTAL.matcher(text).matches()) {
            return Optional.of(integer(text, 8));
        }
        return HEXADECIMAL.matcher(text).matches() ? Optional.of(integer(text, 16)) : Optional.empty();
    }

    private static String withoutLeadingZeros(@Nullable String digits) {
        var stripped = digits == null ? "" : digits.replaceFirst("^0+", "");
        return stripped.isEmpty() ? "0" : stripped;
    }

    private static JsonNumber integer(String text, int radix) {
        bounded(text);
        return new JsonNumber(new BigInteger(text.substring(2), radix).toString());
    }

    private static void bounded(String number) {
        if (number.length() > MAX_NUMBER_LENGTH) {
            throw new IllegalArgumentException("a number of more than " + MAX_NUMBER_LENGTH + " characters");
        }
    }

    /**
     * Whether a plain scalar of this text is a string to every reader we know of, YAML 1.1 with its {@code yes},
     * {@code 0777}, {@code 1:30} and dates included.
     */
    static boolean plainMeansString(String text) {
        if (mayBeNumber(text.charAt(0))) {
            return false;
        }
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "null", "true", "false", "yes", "no", "on", "off", "y", "n" -> false;
            default -> true;
        };
    }
}

package io.muster.gateway.backend;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** Durations as operators write them in the environment: {@code 500ms}, {@code 1s}, {@code 1h30m}. */
final class GoDuration {
    private static final Pattern WHOLE = Pattern.compile("(?:[0-9]{1,12}(?:\\.[0-9]{0,9})?(?:ns|us|µs|ms|s|m|h)){1,8}");
    private static final Pattern PART = Pattern.compile("([0-9]+(?:\\.[0-9]*)?)(ns|us|µs|ms|s|m|h)");

    private GoDuration() {}

    /** The duration when the text is one and longer than nothing. */
    static Optional<Duration> positive(String text) {
        if (!WHOLE.matcher(text).matches()) {
            return Optional.empty();
        }
        var nanos = BigDecimal.ZERO;
        var part = PART.matcher(text);
        while (part.find()) {
            nanos = nanos.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(nanos(part.group(2)))));
        }
        var whole = nanos.toBigInteger();
        return whole.signum() > 0 && whole.bitLength() < Long.SIZE
                ? Optional.of(Duration.ofNanos(whole.longValue()))
                : Optional.empty();
    }

    private static long nanos(String unit) {
        return switch (unit) {
            case "ns" -> 1L;
            case "us", "µs" -> 1_000L;
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            default -> 3_600_000_000_000L;
        };
    }
}

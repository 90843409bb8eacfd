package io.muster.wire.time;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Durations in the notation of existing configuration files and texts: {@code 1h30m}, {@code 1.5s}, {@code 300ms}. */
public final class GoDuration {
    private static final int LONGEST = 64;
    private static final long NANOS_OF_SECOND = 1_000_000_000;
    private static final Pattern WHOLE = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)(ns|us|µs|μs|ms|s|m|h)"
            + "((\\d+(\\.\\d*)?|\\.\\d+)(ns|us|µs|μs|ms|s|m|h))*");
    private static final Pattern PART = Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)(ns|us|µs|μs|ms|s|m|h)");
    private static final Map<String, Long> NANOS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "µs", 1_000L,
            "μs", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L);

    private GoDuration() {}

    /** The duration, or nothing when the text is none or exceeds 292 years. */
    public static Optional<Duration> parse(String text) {
        if (text.equals("0")) {
            return Optional.of(Duration.ZERO);
        }
        if (text.length() > LONGEST || !WHOLE.matcher(text).matches()) {
            return Optional.empty();
        }
        var nanos = BigDecimal.ZERO;
        var parts = PART.matcher(text);
        while (parts.find()) {
            var unit = BigDecimal.valueOf(NANOS.getOrDefault(parts.group(2), 0L));
            nanos = nanos.add(new BigDecimal(parts.group(1)).multiply(unit));
        }
        if (nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            return Optional.empty();
        }
        var duration = Duration.ofNanos(nanos.longValue());
        return Optional.of(text.startsWith("-") ? duration.negated() : duration);
    }

    /** The duration as {@code 2m3.5s}, {@code 1.234s}, {@code 12ms}, {@code 0s}. */
    public static String format(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        if (duration.isNegative()) {
            return "-" + format(duration.negated());
        }
        if (duration.toSeconds() == 0) {
            return fraction(duration.toNanos());
        }
        var text = new StringBuilder();
        if (duration.toHours() > 0) {
            text.append(duration.toHours()).append('h');
        }
        if (duration.toMinutes() > 0) {
            text.append(duration.toMinutesPart()).append('m');
        }
        var seconds = duration.toSecondsPart() * NANOS_OF_SECOND + duration.toNanosPart();
        return text.append(plain(seconds, NANOS_OF_SECOND)).append('s').toString();
    }

    private static String fraction(long nanos) {
        if (nanos < 1_000) {
            return nanos + "ns";
        }
        return nanos < 1_000_000 ? plain(nanos, 1_000) + "µs" : plain(nanos, 1_000_000) + "ms";
    }

    /** Without decimal numbers of the JDK, whose class takes 20 ms to be there: every server writes durations at its start. */
    private static String plain(long nanos, long unit) {
        var fraction = nanos % unit;
        if (fraction == 0) {
            return Long.toString(nanos / unit);
        }
        // A one before the digits keeps the zeros that they begin with.
        var digits = Long.toString(unit + fraction).substring(1);
        return nanos / unit + "." + digits.replaceFirst("0+$", "");
    }
}

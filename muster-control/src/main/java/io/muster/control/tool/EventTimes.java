package io.muster.control.tool;

import io.muster.wire.time.GoDuration;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Moments in the arguments and results of the event tool.
 *
 * @param zone of the moments in results
 */
record EventTimes(InstantSource clock, ZoneId zone) {
    static final String FORMATS = "duration (1h, 30m), RFC 3339 (2026-01-02T15:04:05Z), date (2026-01-02), "
            + "date and time (2026-01-02 15:04:05)";

    /** Years have four digits (RFC 3339 section 1); calculating with later and earlier ones fails somewhere. */
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");
    private static final DateTimeFormatter DATE_TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    /** The moment, or nothing when the text is in no supported form. Forms without an offset are UTC. */
    Optional<Instant> parse(String text) {
        return Stream.<Function<String, Optional<Instant>>>of(
                        this::ago,
                        attempt(value -> OffsetDateTime.parse(value).toInstant()),
                        attempt(value -> LocalDate.parse(value)
                                .atStartOfDay(ZoneOffset.UTC)
                                .toInstant()),
                        attempt(value -> LocalDateTime.parse(value, DATE_TIME).toInstant(ZoneOffset.UTC)))
                .map(form -> form.apply(text))
                .flatMap(Optional::stream)
                .filter(moment -> !moment.isBefore(FIRST) && !moment.isAfter(LAST))
                .findFirst();
    }

    String text(Instant time) {
        return DATE_TIME.format(time.atZone(zone));
    }

    String withOffset(Instant time) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.atZone(zone));
    }

    private Optional<Instant> ago(String text) {
        return GoDuration.parse(text).map(duration -> clock.instant().minus(duration));
    }

    private static Function<String, Optional<Instant>> attempt(Function<String, Instant> form) {
        return text -> {
            try {
                return Optional.of(form.apply(text));
            } catch (DateTimeException otherForm) {
                return Optional.empty();
            }
        };
    }
}

package io.muster.cli.command;

import io.muster.wire.time.GoDuration;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** Times on a command line: how long ago, or when; without an offset they are UTC. */
record TimeArgument(InstantSource clock) {
    private static final DateTimeFormatter DATE_TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    /** The moment in RFC 3339. */
    String instant(String flag, String value) {
        return parse(flag, value).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private Instant parse(String flag, String value) {
        var ago = GoDuration.parse(value);
        if (ago.isPresent()) {
            return clock.instant().minus(ago.get());
        }
        try {
            if (value.indexOf('T') > 0) {
                return OffsetDateTime.parse(value).toInstant();
            }
            return value.indexOf(' ') > 0
                    ? LocalDateTime.parse(value, DATE_TIME).toInstant(ZoneOffset.UTC)
                    : LocalDate.parse(value).atStartOfDay().toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new CommandFailure(
                    "invalid " + flag + " value '" + value
                            + "': use a duration (90m, 1h30m), RFC 3339, YYYY-MM-DD or YYYY-MM-DD HH:MM:SS",
                    e);
        }
    }
}

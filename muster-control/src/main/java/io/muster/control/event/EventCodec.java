package io.muster.control.event;

import io.muster.wire.json.Json;
import io.muster.wire.json.JsonException;
import io.muster.wire.json.JsonLimits;
import io.muster.wire.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;

/** The two forms of an event on disk: a line of JSON, and a line of text for people. */
record EventCodec(ZoneId zone) {
    static final int LONGEST_LINE = 64 << 10;

    private static final JsonLimits LIMITS = new JsonLimits(16, LONGEST_LINE, 100, LONGEST_LINE);

    byte[] json(Event event) {
        var subject = event.subject();
        var json = JsonObject.builder()
                .put("timestamp", timestamp(event.time()))
                .put("namespace", subject.namespace())
                .put(
                        "involvedObject",
                        JsonObject.builder()
                                .put("kind", subject.kind())
                                .put("name", subject.name())
                                .put("namespace", subject.namespace())
                                .build())
                .put("reason", event.reason())
                .put("message", event.message())
                .put("type", event.type().word())
                .put("source", "muster");
        if (event.count() > 1) {
            json.put("count", event.count());
        }
        return line(Json.text(json.build()));
    }

    byte[] text(Event event) {
        return line("[" + timestamp(event.time().truncatedTo(ChronoUnit.SECONDS)) + "] " + onOneLine(event.toString()));
    }

    /** The event that a line holds, or nothing when the line is broken. */
    Optional<Event> read(byte[] line) {
        try {
            return Json.parse(line, LIMITS) instanceof JsonObject json ? read(json) : Optional.empty();
        } catch (JsonException | DateTimeException broken) {
            return Optional.empty();
        }
    }

    private static Optional<Event> read(JsonObject json) {
        var object = json.object("involvedObject").orElse(JsonObject.EMPTY);
        var reason = json.text("reason");
        var time = json.text("timestamp");
        if (reason.isEmpty() || time.isEmpty()) {
            return Optional.empty();
        }
        var subject = new Event.Subject(
                object.text("kind", ""),
                object.text("namespace").orElse(json.text("namespace", "")),
                object.text("name", ""));
        var message = json.text("message")
                .orElse("Event: " + reason.get() + " for " + subject.namespace() + "/" + subject.name());
        return Optional.of(new Event(
                OffsetDateTime.parse(time.get()).toInstant(),
                subject,
                reason.get(),
                message,
                Event.Type.of(json.text("type", "")),
                count(json.integer("count"))));
    }

    private static int count(OptionalLong count) {
        return Math.clamp(count.orElse(1), 1, Integer.MAX_VALUE);
    }

    private String timestamp(Instant time) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.atZone(zone));
    }

    /** What a backend says must not be able to add lines of its own. */
    private static String onOneLine(String text) {
        var line = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
                line.append(String.format("\\u%04x", c));
            } else {
                line.appendCodePoint(c);
            }
        });
        return line.toString();
    }

    private static byte[] line(String text) {
        return (text + "\n").getBytes(StandardCharsets.UTF_8);
    }
}

package io.muster.app.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Writes an event as one line, {@code key=value} or JSON. Control characters are escaped in both, so that no text from
 * outside can forge a line or speak to the terminal.
 */
final class LineEncoder extends EncoderBase<ILoggingEvent> {
    private final LogOptions.Format format;
    private final Supplier<ZoneId> zone;

    LineEncoder(LogOptions.Format format, Supplier<ZoneId> zone) {
        this.format = format;
        this.zone = zone;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        var fields = LogLine.fields(event, zone.get());
        var line = switch (format) {
            case KEY_VALUE -> keyValue(fields);
            case JSON -> json(fields);
        };
        return (line + "\n").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }

    private static String json(Map<String, String> fields) {
        return Json.text(JsonObject.ofStrings(fields));
    }

    private static String keyValue(Map<String, String> fields) {
        var line = new StringBuilder();
        fields.forEach((key, value) -> {
            line.append(line.isEmpty() ? "" : " ");
            append(line, key);
            line.append('=');
            append(line, value);
        });
        return line.toString();
    }

    private static void append(StringBuilder line, String text) {
        if (!text.isEmpty() && text.chars().allMatch(LineEncoder::plain)) {
            line.append(text);
            return;
        }
        line.append('"');
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> line.append("\\\"");
                case '\\' -> line.append("\\\\");
                case '\n' -> line.append("\\n");
                case '\t' -> line.append("\\t");
                case '\r' -> line.append("\\r");
                default -> {
                    if (hidden(c)) {
                        line.append(String.format("\\u%04x", c));
                    } else {
                        line.appendCodePoint(c);
                    }
                }
            }
        });
        line.append('"');
    }

    private static boolean plain(int c) {
        return c > ' ' && c != '"' && c != '=' && c != '\\' && c < 0x7f;
    }

    /** Control characters, line separators, and those that turn the direction of text around. */
    private static boolean hidden(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}

package io.muster.cli.format;

import io.muster.wire.json.Json;
import io.muster.wire.json.JsonFormat;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonValue;
import io.muster.wire.yaml.YamlDocument;

/**
 * One event of a stream of them.
 *
 * @param color whether warnings may be coloured
 */
public record EventLine(OutputFormat format, boolean color) {
    /** The event, with a line break at its end. */
    public String of(JsonValue event) {
        return switch (format) {
            case JSON -> Json.text(event, JsonFormat.COMPACT) + "\n";
            case YAML -> "---\n" + YamlDocument.write(event);
            case TABLE, WIDE -> line(event instanceof JsonObject object ? object : JsonObject.EMPTY) + "\n";
        };
    }

    private String line(JsonObject event) {
        var type = event.text("type", "Normal");
        var line = "[%s] %-7s %s %s/%s: %s - %s"
                .formatted(
                        event.text("timestamp", "-"),
                        type,
                        event.text("resource_type", "-"),
                        event.text("namespace", ""),
                        event.text("resource_name", "-"),
                        event.text("reason", "-"),
                        event.text("message", ""));
        // Blanks of the padding must stay, so only what commands a terminal goes.
        var clean = Text.visible(line).replace('\n', ' ').stripTrailing();
        return color && type.equals("Warning") ? Tone.WARNING.paint(clean) : clean;
    }
}

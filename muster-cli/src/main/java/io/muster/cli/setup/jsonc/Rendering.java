package io.muster.cli.setup.jsonc;

import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import io.muster.wire.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How a new value is written into a text.
 *
 * @param indent of the line on which the value begins
 * @param unit of further indentation
 */
record Rendering(String indent, String unit, String lineBreak) {
    static String name(String name) {
        return Json.text(new JsonString(name));
    }

    /** On one line. */
    static String line(JsonValue value) {
        return switch (value) {
            case JsonObject object ->
                object.members().stream()
                        .map(member -> name(member.name()) + ": " + line(member.value()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case JsonArray array ->
                array.values().stream().map(Rendering::line).collect(Collectors.joining(", ", "[", "]"));
            default -> Json.text(value);
        };
    }

    /** Members on lines of their own; lists of plain values on one line. */
    String lines(JsonValue value) {
        return switch (value) {
            case JsonObject object
            when !object.isEmpty() -> {
                var inner = new Rendering(indent + unit, unit, lineBreak);
                yield spread(
                        "{",
                        object.members().stream()
                                .map(member -> name(member.name()) + ": " + inner.lines(member.value()))
                                .toList(),
                        "}");
            }
            case JsonArray array
            when array.values().stream().anyMatch(Rendering::isContainer) -> {
                var inner = new Rendering(indent + unit, unit, lineBreak);
                yield spread("[", array.values().stream().map(inner::lines).toList(), "]");
            }
            default -> line(value);
        };
    }

    private String spread(String open, List<String> parts, String close) {
        var lines = new ArrayList<String>();
        parts.forEach(part -> lines.add(lineBreak + indent + unit + part));
        return open + String.join(",", lines) + lineBreak + indent + close;
    }

    private static boolean isContainer(JsonValue value) {
        return value instanceof JsonObject || value instanceof JsonArray;
    }
}

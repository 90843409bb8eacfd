package io.muster.cli.format;

import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonNull;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import io.muster.wire.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** One tool, resource or prompt in full. */
public final class CapabilityDetails {
    private static final int LABEL = 14;
    private static final int WRAP = 60;
    private static final int DEEPEST = 8;

    private final Results results;

    public CapabilityDetails(Results results) {
        this.results = results;
    }

    /** The thing: as data, or for people. */
    public String show(Capabilities.Kind kind, JsonObject item) {
        if (results.format().isData()) {
            var json = JsonObject.builder();
            members(kind)
                    .forEach(name ->
                            json.putIfPresent(name, item.get(name).filter(value -> !(value instanceof JsonNull))));
            return results.data(json.build());
        }
        var out = new StringBuilder();
        switch (kind) {
            case TOOL -> {
                field(out, "Name:", item.text("name", ""));
                field(out, "Description:", item.text("description", ""));
                arguments(out, item.object("inputSchema").orElse(JsonObject.EMPTY));
            }
            case RESOURCE -> {
                field(out, "URI:", item.text("uri", ""));
                field(out, "Name:", item.text("name", ""));
                field(out, "Description:", item.text("description", ""));
                field(out, "MIME Type:", item.text("mimeType", ""));
            }
            case PROMPT -> {
                field(out, "Name:", item.text("name", ""));
                field(out, "Description:", item.text("description", ""));
                promptArguments(out, item.values("arguments"));
            }
        }
        return out.toString();
    }

    private static List<String> members(Capabilities.Kind kind) {
        return switch (kind) {
            case TOOL -> List.of("name", "description", "inputSchema");
            case RESOURCE -> List.of("uri", "name", "description", "mimeType");
            case PROMPT -> List.of("name", "description", "arguments");
        };
    }

    private void field(StringBuilder out, String label, String value) {
        if (value.isBlank()) {
            return;
        }
        var width = results.style().width() == 0
                ? Integer.MAX_VALUE
                : Math.max(20, results.style().width() - LABEL);
        var lines = Text.visible(value).strip().lines().toList();
        out.append(label).repeat(' ', LABEL - label.length());
        var first = true;
        for (var line : lines) {
            for (var part : width == Integer.MAX_VALUE ? List.of(line) : Text.wrapped(line, width)) {
                if (!first) {
                    out.repeat(' ', LABEL);
                }
                out.append(part).append('\n');
                first = false;
            }
        }
    }

    private static void arguments(StringBuilder out, JsonObject schema) {
        if (schema.object("properties").map(JsonObject::isEmpty).orElse(true)) {
            return;
        }
        out.append("\nArguments:\n");
        properties(out, schema, 1);
    }

    private static void properties(StringBuilder out, JsonObject schema, int level) {
        var properties = schema.object("properties").orElse(JsonObject.EMPTY);
        var required = schema.values("required").stream()
                .filter(JsonString.class::isInstance)
                .map(name -> ((JsonString) name).value())
                .collect(Collectors.toSet());
        for (var name : requiredFirst(properties, required)) {
            out.repeat("  ", level)
                    .append(Text.line(name))
                    .append(required.contains(name) ? " (required)" : "")
                    .append('\n');
            describe(out, properties.object(name).orElse(JsonObject.EMPTY), level + 1);
        }
    }

    private static List<String> requiredFirst(JsonObject properties, Set<String> required) {
        var names = new ArrayList<>(
                properties.names().stream().filter(required::contains).sorted().toList());
        properties.names().stream()
                .filter(name -> !required.contains(name))
                .sorted()
                .forEach(names::add);
        return names;
    }

    private static void describe(StringBuilder out, JsonObject schema, int level) {
        schema.get("type").ifPresent(type -> entry(out, level, "Type", Cells.inline(type)));
        schema.text("description")
                .filter(text -> !text.isBlank())
                .ifPresent(text -> Text.wrapped(text, WRAP)
                        .forEach(line -> out.repeat("  ", level).append(line).append('\n')));
        schema.get("default").ifPresent(value -> entry(out, level, "Default", Cells.inline(value)));
        schema.array("enum").ifPresent(values -> entry(out, level, "Values", joined(values)));
        if (level > DEEPEST) {
            return;
        }
        if (schema.object("properties").isPresent()) {
            out.repeat("  ", level).append("Properties:\n");
            properties(out, schema, level + 1);
        }
        nested(out, schema, "items", "Items", level);
        nested(out, schema, "additionalProperties", "Value Schema", level);
    }

    private static void nested(StringBuilder out, JsonObject schema, String member, String label, int level) {
        schema.object(member).filter(inner -> !inner.isEmpty()).ifPresent(inner -> {
            out.repeat("  ", level).append(label).append(":\n");
            describe(out, inner, level + 1);
        });
    }

    private static void entry(StringBuilder out, int level, String label, String value) {
        out.repeat("  ", level).append(label).append(": ").append(value).append('\n');
    }

    private static String joined(JsonArray values) {
        return values.values().stream().map(Cells::inline).collect(Collectors.joining(", "));
    }

    private static void promptArguments(StringBuilder out, List<JsonValue> arguments) {
        if (arguments.isEmpty()) {
            return;
        }
        out.append("\nArguments:\n");
        for (var value : arguments) {
            if (value instanceof JsonObject argument) {
                out.append("  ")
                        .append(Text.line(argument.text("name", "-")))
                        .append(argument.isTrue("required") ? " (required)" : "")
                        .append('\n');
                argument.text("description")
                        .filter(text -> !text.isBlank())
                        .ifPresent(text -> Text.wrapped(text, WRAP)
                                .forEach(line -> out.append("    ").append(line).append('\n')));
            }
        }
    }
}

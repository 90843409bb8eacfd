package io.muster.cli.format;

import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonException;
import io.muster.wire.json.JsonFormat;
import io.muster.wire.json.JsonNull;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import io.muster.wire.json.JsonValue;
import io.muster.wire.yaml.YamlDocument;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Shows what tools answer. All texts end with a line break.
 *
 * @param format what was asked for
 * @param style how tables look
 */
public record Results(OutputFormat format, Style style) {
    /** Members that hold the list of an answer, and what nothing is called then. */
    private static final Map<String, String> LISTS = Map.ofEntries(
            Map.entry("services", "services"),
            Map.entry("serviceClasses", "service classes"),
            Map.entry("mcpServers", "MCP servers"),
            Map.entry("workflows", "workflows"),
            Map.entry("executions", "executions"),
            Map.entry("capabilities", "capabilities"),
            Map.entry("items", "items"),
            Map.entry("results", "results"),
            Map.entry("tools", "tools"),
            Map.entry("resources", "resources"),
            Map.entry("prompts", "prompts"));

    private static final List<String> LIST_ORDER = List.of(
            "services",
            "serviceClasses",
            "mcpServers",
            "workflows",
            "executions",
            "capabilities",
            "items",
            "results",
            "tools",
            "resources",
            "prompts");

    /** The text of a tool's result. */
    public String text(String text) {
        var json = parsed(text);
        return switch (format) {
            case JSON -> json.isPresent() ? ended(text.strip()) : data(new JsonString(text));
            case YAML ->
                json.filter(JsonObject.class::isInstance)
                        .flatMap(object -> ((JsonObject) object).text("yaml"))
                        .map(Results::ended)
                        .orElseGet(() -> data(json.orElse(new JsonString(text))));
            case TABLE, WIDE ->
                json.filter(value -> value instanceof JsonObject || value instanceof JsonArray)
                        .map(this::table)
                        .orElseGet(() -> ended(Text.visible(text)));
        };
    }

    /** Whether a table suits it: a list of objects, one of the views, or an object of plain values. */
    public static boolean isTabular(JsonValue value) {
        return switch (value) {
            case JsonArray list -> !list.isEmpty() && list.values().stream().allMatch(JsonObject.class::isInstance);
            case JsonObject object ->
                LIST_ORDER.stream()
                                .anyMatch(name -> object.array(name)
                                        .filter(Results::isTabular)
                                        .isPresent())
                        || object.object("workflow").isPresent()
                        || isExecution(object)
                        || object.members().stream()
                                .noneMatch(member ->
                                        member.value() instanceof JsonObject || member.value() instanceof JsonArray);
            default -> false;
        };
    }

    /** A value as JSON or YAML. */
    public String data(JsonValue value) {
        return format == OutputFormat.YAML ? YamlDocument.write(value) : Json.text(value, JsonFormat.INDENTED) + "\n";
    }

    private static Optional<JsonValue> parsed(String text) {
        try {
            return Optional.of(Json.parse(text));
        } catch (JsonException plainText) {
            return Optional.empty();
        }
    }

    private static String ended(String text) {
        return text.endsWith("\n") ? text : text + "\n";
    }

    private String table(JsonValue value) {
        return switch (value) {
            case JsonArray list when list.isEmpty() -> "No items found\n";
            case JsonArray list -> list(list);
            case JsonObject object -> object(object);
            default -> ended(Cells.inline(value));
        };
    }

    private String object(JsonObject object) {
        for (var name : LIST_ORDER) {
            var list = object.get(name).orElse(JsonNull.NULL);
            if (object.has(name) && (list instanceof JsonArray || list instanceof JsonNull)) {
                var hint =
                        object.text("hint").map(text -> Text.line(text) + "\n").orElse("");
                return list instanceof JsonArray array && !array.isEmpty()
                        ? list(array) + hint
                        : "No " + LISTS.get(name) + " found\n" + hint;
            }
        }
        var details = new Details(style);
        if (object.object("workflow").isPresent()) {
            return details.workflow(object.object("workflow").get());
        }
        return isExecution(object) ? details.execution(object) : details.properties(object);
    }

    private static boolean isExecution(JsonObject object) {
        return object.has("execution_id")
                && object.has("status")
                && (object.has("steps") || object.has("results") || object.has("input"));
    }

    private String list(JsonArray list) {
        var rows = list.values().stream()
                .map(row -> row instanceof JsonObject object ? object : JsonObject.of("value", row))
                .toList();
        var kind = ListKind.of(list);
        var columns = kind.columns(rows, format == OutputFormat.WIDE);
        var table = new Table(columns.stream().map(Results::header).toList());
        Rows.sorted(kind, rows, columns)
                .forEach(row -> table.row(
                        columns.stream().map(column -> Cells.of(column, row)).toList()));
        return table.render(style);
    }

    private static String header(String name) {
        return switch (name) {
            case "sessionAuth", "sessionStatus" -> "SESSION";
            default -> Text.line(name).toUpperCase(Locale.ROOT);
        };
    }
}

package io.muster.cli.repl;

import io.muster.cli.format.OutputFormat;
import io.muster.cli.format.Results;
import io.muster.cli.format.Text;
import io.muster.mcp.CallToolResult;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonException;
import io.muster.wire.json.JsonFormat;
import io.muster.wire.json.JsonNumber;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonValue;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a tool answered, for a person: what is no text is named, not shown. Pure. */
record ResultText(Results results) {
    private static final int LONGEST = 1 << 18;

    /** All that the result holds. */
    String of(CallToolResult result) {
        if (result.content().isEmpty()) {
            return result.structuredContent().map(this::data).orElse("(no output returned)\n");
        }
        return result.content().stream()
                .map(item -> item instanceof JsonObject object ? item(object) : ended(cut(Json.text(item))))
                .collect(Collectors.joining());
    }

    /** What a result that is a failure says. */
    static String message(CallToolResult result) {
        var text = result.content().stream()
                .filter(JsonObject.class::isInstance)
                .map(item -> ((JsonObject) item).text("text", ""))
                .collect(Collectors.joining("\n"));
        return cut(text.isBlank() ? "the server did not say why" : text.strip());
    }

    private String item(JsonObject item) {
        return switch (item.text("type", "text")) {
            case "text" -> text(item.text("text", ""));
            case "image" -> "[Image: " + binary(item) + "]\n";
            case "audio" -> "[Audio: " + binary(item) + "]\n";
            case "resource_link" -> "[Resource: " + Text.line(item.text("uri", "?")) + "]\n";
            case "resource", "embeddedResource" ->
                resource(item.object("resource").orElse(JsonObject.EMPTY));
            default -> data(item);
        };
    }

    /** A text, which often is JSON. */
    String text(String text) {
        var json = json(text);
        if (json.isEmpty()) {
            return ended(cut(text));
        }
        var value = json.get();
        return switch (results.format()) {
            case TABLE, WIDE -> Results.isTabular(value) ? results.text(text) : data(value);
            case JSON, YAML -> data(value);
        };
    }

    private String data(JsonValue value) {
        return ended(cut(
                results.format() == OutputFormat.YAML ? results.data(value) : Json.text(value, JsonFormat.INDENTED)));
    }

    private static Optional<JsonValue> json(String text) {
        try {
            return Optional.of(Json.parse(text))
                    .filter(value -> value instanceof JsonObject || value instanceof JsonArray);
        } catch (JsonException plainText) {
            return Optional.empty();
        }
    }

    private String resource(JsonObject resource) {
        var uri = Text.line(resource.text("uri", "?"));
        var type = resource.text("mimeType").map(mime -> ", " + Text.line(mime)).orElse("");
        return resource.text("blob")
                .map(data -> "[Resource: " + uri + type + ", " + size(data) + " bytes]\n")
                .orElseGet(() -> "[Resource: " + uri + type + "]\n" + text(resource.text("text", "")));
    }

    private static String binary(JsonObject item) {
        var encoded = item.text("data")
                .map(data -> Long.toString(size(data)))
                .or(() -> item.get("dataSize")
                        .filter(JsonNumber.class::isInstance)
                        .map(length -> Long.toString(size((long) ((JsonNumber) length).doubleValue(), 0))));
        return "MIME type " + Text.line(item.text("mimeType", "?"))
                + encoded.map(bytes -> ", " + bytes + " bytes").orElse("");
    }

    private static long size(String base64) {
        var padding = base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0;
        return size(base64.length(), padding);
    }

    private static long size(long encoded, int padding) {
        return encoded / 4 * 3 - padding;
    }

    private static String cut(String text) {
        var clean = Text.visible(text);
        return clean.length() <= LONGEST
                ? clean
                : clean.substring(0, LONGEST) + "\n[... " + (clean.length() - LONGEST) + " more characters]";
    }

    private static String ended(String text) {
        return text.endsWith("\n") ? text : text + "\n";
    }
}

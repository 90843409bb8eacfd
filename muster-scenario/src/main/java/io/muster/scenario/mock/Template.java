package io.muster.scenario.mock;

import io.muster.mcp.McpError;
import io.muster.mcp.McpRejection;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import io.muster.wire.json.JsonValue;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replaces references such as {@code {{ name }}} and {@code {{ .user.id }}} in the strings of a value. */
final class Template {
    private static final Pattern REFERENCE = Pattern.compile("\\{\\{\\s*\\.?([a-zA-Z0-9_.-]+)\\s*}}");

    private final Variables variables;
    private final Set<String> missing = new TreeSet<>();

    private Template(Variables variables) {
        this.variables = variables;
    }

    /**
     * Renders a value at every depth; names of members stay as they are.
     *
     * @throws McpRejection naming all that is referred to and does not exist
     */
    static JsonValue render(JsonValue value, Variables variables) {
        var template = new Template(variables);
        var rendered = template.value(value);
        if (!template.missing.isEmpty()) {
            throw new McpRejection(
                    McpError.internal("missing template variables: " + String.join(", ", template.missing)));
        }
        return rendered;
    }

    private JsonValue value(JsonValue value) {
        return switch (value) {
            case JsonString string -> new JsonString(text(string.value()));
            case JsonArray array ->
                JsonArray.of(array.values().stream().map(this::value).toList());
            case JsonObject object -> {
                var rendered = JsonObject.builder();
                object.members().forEach(member -> rendered.put(member.name(), value(member.value())));
                yield rendered.build();
            }
            default -> value;
        };
    }

    private String text(String text) {
        return REFERENCE.matcher(text).replaceAll(match -> {
            var value = variables.text(match.group(1));
            if (value.isEmpty()) {
                missing.add(match.group(1));
            }
            return Matcher.quoteReplacement(value.orElse(""));
        });
    }
}

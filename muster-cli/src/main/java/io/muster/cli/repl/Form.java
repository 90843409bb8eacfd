package io.muster.cli.repl;

import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The fields that a server wants to have filled in. Pure.
 *
 * @see <a href="https://modelcontextprotocol.io/specification/2025-11-25/client/elicitation">MCP, elicitation</a>
 */
record Form(List<FormField> fields) {
    private static final int MOST_FIELDS = 50;

    static Form of(JsonObject schema) {
        var properties = schema.object("properties").orElse(JsonObject.EMPTY);
        Set<String> required = schema.array("required").orElse(JsonArray.EMPTY).values().stream()
                .filter(JsonString.class::isInstance)
                .map(name -> ((JsonString) name).value())
                .collect(Collectors.toSet());
        return new Form(properties.members().stream()
                .limit(MOST_FIELDS)
                .map(member -> new FormField(
                        member.name(),
                        member.value() instanceof JsonObject field ? field : JsonObject.EMPTY,
                        required.contains(member.name())))
                .toList());
    }
}

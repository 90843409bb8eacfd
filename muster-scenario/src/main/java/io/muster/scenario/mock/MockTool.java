package io.muster.scenario.mock;

import io.muster.wire.json.JsonNull;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonValue;
import io.muster.wire.json.decode.Fields;
import io.muster.wire.time.GoDuration;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A tool of a mock server.
 *
 * @param responses what it answers: the first whose condition holds, else the first
 */
record MockTool(String name, String description, JsonObject inputSchema, List<Response> responses) {
    private static final JsonObject NO_ARGUMENTS = JsonObject.builder()
            .put("type", "object")
            .put("properties", JsonObject.EMPTY)
            .build();

    /**
     * One answer of a tool.
     *
     * @param condition arguments that must be equal; empty always holds
     * @param response the content; a template at every depth
     * @param error answers with a protocol error instead; a template
     * @param delay how long the tool takes
     */
    record Response(JsonObject condition, JsonValue response, Optional<String> error, Duration delay) {
        static Response decode(Fields fields) {
            var delay = fields.text("delay").flatMap(text -> {
                var parsed = GoDuration.parse(text).filter(duration -> !duration.isNegative());
                if (parsed.isEmpty()) {
                    fields.error("delay", "must be a duration such as 250ms or 2s");
                }
                return parsed;
            });
            return new Response(
                    fields.fields("condition").map(Fields::object).orElse(JsonObject.EMPTY),
                    fields.value("response").orElse(JsonNull.NULL),
                    fields.text("error"),
                    delay.orElse(Duration.ZERO));
        }

        boolean matches(Variables arguments) {
            return condition.members().stream()
                    .allMatch(expected -> arguments.equalTo(expected.name(), expected.value()));
        }
    }

    static MockTool decode(Fields fields) {
        var name = fields.text("name").orElse("");
        if (name.isEmpty()) {
            fields.error("name", "is required");
        }
        return new MockTool(
                name,
                fields.text("description").orElse(""),
                fields.fields("input_schema").map(Fields::object).orElse(NO_ARGUMENTS),
                fields.list("responses").stream().map(Response::decode).toList());
    }

    /** The arguments of a call with the schema's defaults filled in. */
    Variables arguments(JsonObject given) {
        var defaults = JsonObject.builder();
        inputSchema
                .object("properties")
                .ifPresent(properties -> properties.members().forEach(property -> {
                    if (property.value() instanceof JsonObject schema) {
                        defaults.putIfPresent(property.name(), schema.get("default"));
                    }
                }));
        return new Variables(defaults.build(), given);
    }

    /** The answer to a call; empty when none is configured. */
    Optional<Response> answer(Variables arguments) {
        return responses.stream()
                .filter(response -> response.matches(arguments))
                .findFirst()
                .or(() -> responses.stream().findFirst());
    }
}

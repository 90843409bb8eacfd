package io.muster.cli.argument;

import io.muster.cli.format.Suggestion;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonBoolean;
import io.muster.wire.json.JsonException;
import io.muster.wire.json.JsonNull;
import io.muster.wire.json.JsonNumber;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import io.muster.wire.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes values of words: of the type that the tool's schema says, else of the type that the word looks like. */
public final class ArgumentConversion {
    private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9]\\d{0,18})");
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d{1,3})?");
    private static final int LONGEST_NUMBER = 400;

    private final JsonObject properties;
    private final boolean closed;

    /** @param schema the input schema of the tool; empty when it is not known */
    public ArgumentConversion(JsonObject schema) {
        properties = schema.object("properties").orElse(JsonObject.EMPTY);
        closed = schema.bool("additionalProperties").filter(open -> !open).isPresent();
    }

    /**
     * The arguments of the tool.
     *
     * @throws ArgumentFailure when a word is no value of its type
     */
    public JsonObject convert(List<Given> given) {
        Map<String, JsonValue> arguments = new LinkedHashMap<>();
        for (var argument : given) {
            var name = argument.name();
            checkName(name);
            var types = types(name);
            var isElement = types.contains("array") && !isArray(argument.value());
            var value =
                    isElement ? appended(arguments.get(name), element(argument)) : value(name, types, argument.value());
            arguments.put(name, value);
        }
        return JsonObject.of(arguments);
    }

    private void checkName(String name) {
        if (closed && !properties.has(name)) {
            throw new ArgumentFailure("unknown argument \"" + name + "\"" + Suggestion.of(name, properties.names()));
        }
    }

    private Set<String> types(String name) {
        var type = properties
                .object(name)
                .flatMap(property -> property.get("type"))
                .orElse(JsonNull.NULL);
        return switch (type) {
            case JsonString one -> Set.of(one.value());
            case JsonArray several ->
                several.values().stream()
                        .filter(JsonString.class::isInstance)
                        .map(one -> ((JsonString) one).value())
                        .collect(Collectors.toSet());
            default -> Set.of();
        };
    }

    private static boolean isArray(Optional<String> word) {
        return word.flatMap(ArgumentConversion::json)
                .filter(JsonArray.class::isInstance)
                .isPresent();
    }

    /** An argument that is given again adds to the array. */
    private static JsonValue appended(@Nullable JsonValue before, JsonValue element) {
        var values = new ArrayList<JsonValue>();
        if (before instanceof JsonArray array) {
            values.addAll(array.values());
        }
        values.add(element);
        return JsonArray.of(values);
    }

    private JsonValue element(Given argument) {
        var items = properties
                .object(argument.name())
                .flatMap(property -> property.object("items"))
                .flatMap(schema -> schema.text("type"))
                .map(Set::of)
                .orElse(Set.of());
        return value(argument.name(), items, argument.value());
    }

    private static JsonValue value(String name, Set<String> types, Optional<String> word) {
        if (types.isEmpty()) {
            return guessed(word);
        }
        if (word.isEmpty()) {
            if (types.contains("boolean")) {
                return JsonBoolean.TRUE;
            }
            if (types.contains("string")) {
                return new JsonString("true");
            }
            throw new ArgumentFailure("argument \"" + name + "\" needs a value (" + described(types) + ")");
        }
        return typed(types, word.get())
                .orElseThrow(() -> new ArgumentFailure(
                        "argument \"" + name + "\" must be " + described(types) + ", not \"" + word.get() + "\""));
    }

    private static String described(Set<String> types) {
        return types.stream()
                .sorted()
                .map(type -> Set.of("integer", "array", "object").contains(type) ? "an " + type : "a " + type)
                .collect(Collectors.joining(" or "));
    }

    /** The word as one of the types; a string only when it is nothing else. */
    private static Optional<JsonValue> typed(Set<String> types, String word) {
        if (types.contains("null") && word.equals("null")) {
            return Optional.of(JsonNull.NULL);
        }
        if (types.contains("boolean") && (word.equals("true") || word.equals("false"))) {
            return Optional.of(JsonBoolean.of(word.equals("true")));
        }
        if (types.contains("integer") && INTEGER.matcher(word).matches()) {
            return Optional.of(new JsonNumber(word));
        }
        if (types.contains("number") && isNumber(word)) {
            return Optional.of(new JsonNumber(word));
        }
        if (types.contains("array") || types.contains("object")) {
            var json = json(word)
                    .filter(value -> (value instanceof JsonArray && types.contains("array"))
                            || (value instanceof JsonObject && types.contains("object")));
            if (json.isPresent()) {
                return json;
            }
        }
        return types.contains("string") ? Optional.of(new JsonString(word)) : Optional.empty();
    }

    private static JsonValue guessed(Optional<String> word) {
        if (word.isEmpty()) {
            return JsonBoolean.TRUE;
        }
        return switch (word.get()) {
            case "true" -> JsonBoolean.TRUE;
            case "false" -> JsonBoolean.FALSE;
            case "null" -> JsonNull.NULL;
            case String text when isNumber(text) -> new JsonNumber(text);
            case String text -> new JsonString(text);
        };
    }

    private static boolean isNumber(String word) {
        return word.length() <= LONGEST_NUMBER && NUMBER.matcher(word).matches();
    }

    private static Optional<JsonValue> json(String word) {
        try {
            return Optional.of(Json.parse(word));
        } catch (JsonException plainText) {
            return Optional.empty();
        }
    }
}

package io.muster.cli.repl;

import io.muster.cli.argument.ArgumentConversion;
import io.muster.cli.argument.ArgumentFailure;
import io.muster.cli.argument.Given;
import io.muster.cli.repl.Words.Word;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonException;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import io.muster.wire.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The arguments of a tool or prompt: {@code name=value} words, or one JSON object. Pure. */
final class Arguments {
    private Arguments() {}

    /**
     * The arguments.
     *
     * @param schema of the tool; empty when it is not known
     * @throws ArgumentFailure when a word is no argument
     */
    static JsonObject of(List<Word> words, JsonObject schema) {
        if (words.isEmpty()) {
            return JsonObject.EMPTY;
        }
        return words.getFirst().text().startsWith("{")
                ? json(words)
                : structured(new ArgumentConversion(schema).convert(named(words)), schema);
    }

    /** The words as names and values, whatever their types are. */
    static List<Given> named(List<Word> words) {
        var given = new ArrayList<Given>();
        for (var word : words) {
            var equals = word.text().indexOf('=');
            if (equals <= 0) {
                throw new ArgumentFailure("unexpected argument \"" + word.text()
                        + "\": arguments are key=value words, or one JSON object");
            }
            given.add(new Given(
                    word.text().substring(0, equals), Optional.of(word.text().substring(equals + 1))));
        }
        return given;
    }

    private static JsonObject json(List<Word> words) {
        if (words.size() > 1) {
            throw new ArgumentFailure(
                    "unexpected text after the JSON object: \"" + words.get(1).text() + "\"");
        }
        try {
            if (Json.parse(words.getFirst().text()) instanceof JsonObject object) {
                return object;
            }
        } catch (JsonException e) {
            throw new ArgumentFailure("Invalid JSON at position " + e.column() + ": " + e.getMessage()
                    + " (arguments may also be written as key=value)");
        }
        throw new ArgumentFailure("the arguments must be a JSON object");
    }

    /** Objects and arrays that the schema says nothing of. */
    private static JsonObject structured(JsonObject arguments, JsonObject schema) {
        var properties = schema.object("properties").orElse(JsonObject.EMPTY);
        Map<String, JsonValue> result = new LinkedHashMap<>();
        for (var member : arguments.members()) {
            var isTyped = properties
                    .object(member.name())
                    .filter(property -> property.has("type"))
                    .isPresent();
            result.put(
                    member.name(),
                    !isTyped && member.value() instanceof JsonString text ? structured(text) : member.value());
        }
        return JsonObject.of(result);
    }

    private static JsonValue structured(JsonString text) {
        if (!text.value().startsWith("{") && !text.value().startsWith("[")) {
            return text;
        }
        try {
            return Json.parse(text.value());
        } catch (JsonException plainText) {
            return text;
        }
    }
}

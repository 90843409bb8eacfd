package io.muster.scenario.mock;

import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonNumber;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import io.muster.wire.json.JsonValue;
import java.util.Locale;
import java.util.Optional;

/**
 * What a template can refer to: the arguments of a call over the defaults of the schema.
 *
 * @param defaults from the YAML file, where {@code 5} is an integer
 * @param given from the wire, where every number is a floating-point number and prints with six decimals
 */
record Variables(JsonObject defaults, JsonObject given) {
    /** The text of the value at a path such as {@code user.roles.0}. */
    Optional<String> text(String path) {
        var names = path.split("\\.", -1);
        return given.has(names[0])
                ? follow(given, names).map(value -> print(value, true))
                : follow(defaults, names).map(value -> print(value, false));
    }

    boolean equalTo(String name, JsonValue expected) {
        return given.get(name)
                .or(() -> defaults.get(name))
                .filter(actual -> actual.equals(expected) || plain(actual).equals(plain(expected)))
                .isPresent();
    }

    private static Optional<JsonValue> follow(JsonObject root, String[] names) {
        Optional<JsonValue> value = Optional.of(root);
        for (var name : names) {
            value = value.flatMap(parent -> switch (parent) {
                case JsonObject object -> object.get(name);
                case JsonArray array
                when name.matches("\\d{1,6}") && Integer.parseInt(name) < array.size() ->
                    Optional.of(array.get(Integer.parseInt(name)));
                default -> Optional.empty();
            });
        }
        return value;
    }

    private static String print(JsonValue value, boolean fromWire) {
        return switch (value) {
            case JsonString string -> string.value();
            case JsonNumber number
            when fromWire || number.longValue().isEmpty() -> String.format(Locale.ROOT, "%f", number.doubleValue());
            default -> Json.text(value);
        };
    }

    /** The form in which {@code 5}, {@code 5.0} and {@code "5"} are equal. */
    private static String plain(JsonValue value) {
        return switch (value) {
            case JsonString string -> string.value();
            case JsonNumber number
            when number.longValue().isPresent() ->
                Long.toString(number.longValue().getAsLong());
            default -> Json.text(value);
        };
    }
}

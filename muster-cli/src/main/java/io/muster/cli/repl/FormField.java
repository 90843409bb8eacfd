package io.muster.cli.repl;

import io.muster.cli.argument.ArgumentConversion;
import io.muster.cli.argument.ArgumentFailure;
import io.muster.cli.argument.Given;
import io.muster.cli.format.Suggestion;
import io.muster.cli.format.Text;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonNumber;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import io.muster.wire.json.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One field of a {@link Form}: what it asks for, and what may be answered. Pure. */
record FormField(String name, JsonObject schema, boolean required) {
    private static final int MOST_CHOICES_SHOWN = 20;

    /** A value that can be chosen, and what it is called. */
    private record Option(String value, String title) {}

    /** The question, such as {@code Colour (red, green) [red]}. */
    String question() {
        var text = new StringBuilder(
                Text.line(schema.text("title").filter(title -> !title.isBlank()).orElse(name)));
        var choices = shownChoices();
        if (!choices.isEmpty()) {
            text.append(" (").append(choices).append(')');
        } else if (isBoolean()) {
            text.append(" (yes, no)");
        } else if (!schema.text("type", "string").equals("string")) {
            text.append(" (").append(Text.line(schema.text("type", ""))).append(')');
        }
        standard()
                .ifPresent(value ->
                        text.append(" [").append(Text.line(plain(value))).append(']'));
        return text.append(required || standard().isPresent() ? ": " : " (optional): ")
                .toString();
    }

    /** What it is about; may be empty. */
    String description() {
        return Text.line(schema.text("description", ""));
    }

    /** What can be chosen. */
    List<String> choices() {
        return isBoolean()
                ? List.of("yes", "no")
                : options().stream().map(Option::value).toList();
    }

    /** The value when nothing is answered. */
    Optional<JsonValue> standard() {
        return schema.get("default");
    }

    /**
     * The value that the text stands for.
     *
     * @throws ArgumentFailure that says what is wrong with it
     */
    JsonValue read(String text) {
        if (isMultiple()) {
            return JsonArray.ofStrings(Arrays.stream(text.split(","))
                    .map(String::strip)
                    .map(this::chosen)
                    .toList());
        }
        if (!options().isEmpty()) {
            return new JsonString(chosen(text));
        }
        var word = isBoolean() ? truth(text) : text;
        var value = new ArgumentConversion(JsonObject.of("properties", JsonObject.of(name, schema)))
                .convert(List.of(new Given(name, Optional.of(word))))
                .get(name)
                .orElseThrow();
        checkBounds(value);
        return value;
    }

    private boolean isBoolean() {
        return schema.text("type", "").equals("boolean");
    }

    private boolean isMultiple() {
        return schema.text("type", "").equals("array");
    }

    private List<Option> options() {
        var source = isMultiple() ? schema.object("items").orElse(JsonObject.EMPTY) : schema;
        var titled = source.array("oneOf").or(() -> source.array("anyOf"));
        if (titled.isPresent()) {
            return titled.get().values().stream()
                    .filter(JsonObject.class::isInstance)
                    .map(JsonObject.class::cast)
                    .map(option -> new Option(option.text("const", ""), option.text("title", "")))
                    .toList();
        }
        return source.values("enum").stream()
                .map(value -> new Option(plain(value), ""))
                .toList();
    }

    private String shownChoices() {
        var options = options();
        var shown = options.stream()
                .limit(MOST_CHOICES_SHOWN)
                .map(option ->
                        Text.line(option.title().isBlank() ? option.value() : option.value() + " = " + option.title()))
                .toList();
        return String.join(", ", shown) + (options.size() > MOST_CHOICES_SHOWN ? ", ..." : "");
    }

    private String chosen(String text) {
        var options = options();
        return options.stream()
                .filter(option ->
                        option.value().equalsIgnoreCase(text) || option.title().equalsIgnoreCase(text))
                .map(Option::value)
                .findFirst()
                .or(() -> options.isEmpty() ? Optional.of(text) : Optional.empty())
                .orElseThrow(() -> new ArgumentFailure(
                        "must be one of: " + String.join(", ", choices()) + Suggestion.of(text, choices())));
    }

    private static String truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "y", "yes", "true" -> "true";
            case "n", "no", "false" -> "false";
            default -> throw new ArgumentFailure("must be yes or no");
        };
    }

    private void checkBounds(JsonValue value) {
        var size = switch (value) {
            case JsonNumber number -> number.doubleValue();
            case JsonString text -> (double) Text.length(text.value());
            default -> Double.NaN;
        };
        var ofText = value instanceof JsonString;
        var unit = ofText ? " characters" : "";
        bound(ofText ? "minLength" : "minimum")
                .filter(least -> size < least.doubleValue())
                .ifPresent(least -> {
                    throw new ArgumentFailure("must be at least " + least.text() + unit);
                });
        bound(ofText ? "maxLength" : "maximum")
                .filter(most -> size > most.doubleValue())
                .ifPresent(most -> {
                    throw new ArgumentFailure("must be at most " + most.text() + unit);
                });
    }

    private Optional<JsonNumber> bound(String name) {
        return schema.get(name).filter(JsonNumber.class::isInstance).map(JsonNumber.class::cast);
    }

    private static String plain(JsonValue value) {
        return value instanceof JsonString text ? text.value() : Json.text(value);
    }
}

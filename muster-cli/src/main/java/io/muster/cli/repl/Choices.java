package io.muster.cli.repl;

import io.muster.cli.format.Text;
import io.muster.cli.repl.ParameterHelp.Parameter;
import io.muster.wire.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Choices that several commands have. What a person could not type is none. Pure. */
final class Choices {
    private static final int LONGEST = 60;

    private Choices() {}

    /** The things of a list by name. */
    static List<Choice> named(List<JsonObject> items, String key) {
        return named(items.stream(), key);
    }

    static List<Choice> named(Stream<JsonObject> items, String key) {
        return items.filter(item -> isTypable(item.text(key, "")))
                .map(item -> Choice.of(item.text(key, ""), description(item.text("description", ""))))
                .toList();
    }

    /**
     * Arguments that are not given yet; after a name and its equals sign the values it may have.
     *
     * @param given the words after the name of the tool
     */
    static List<Choice> arguments(List<Parameter> parameters, List<String> given) {
        var choices = new ArrayList<Choice>();
        for (var parameter : parameters) {
            var start = parameter.name() + "=";
            if (isTypable(parameter.name()) && given.stream().noneMatch(word -> word.startsWith(start))) {
                choices.add(new Choice(start, description(parameter.description()), false));
                parameter.values().stream()
                        .filter(Choices::isTypable)
                        .forEach(value -> choices.add(Choice.of(start + value, "")));
            }
        }
        return choices;
    }

    private static boolean isTypable(String word) {
        return !word.isEmpty() && Text.line(word).equals(word);
    }

    private static String description(String text) {
        return Text.cut(Text.line(text), LONGEST);
    }
}

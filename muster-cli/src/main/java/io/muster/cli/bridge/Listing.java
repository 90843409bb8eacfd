package io.muster.cli.bridge;

import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonException;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** What there is a list of, and how it is read. Pure. */
enum Listing {
    TOOLS("tools", "list_tools", "name"),
    RESOURCES("resources", "list_resources", "uri"),
    PROMPTS("prompts", "list_prompts", "name");

    private final String word;
    private final String metaTool;
    private final String key;

    Listing(String word, String metaTool, String key) {
        this.word = word;
        this.metaTool = metaTool;
        this.key = key;
    }

    String word() {
        return word;
    }

    /** The word at the beginning of a sentence. */
    String title() {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    String changed() {
        return "notifications/" + word + "/list_changed";
    }

    /** What to ask a Muster, whose native lists do not show what is behind it. */
    JsonObject question() {
        return JsonObject.builder()
                .put("name", metaTool)
                .put("arguments", JsonObject.EMPTY)
                .build();
    }

    /** The names in the answer; none when it holds a sentence instead of a list. */
    NavigableSet<String> names(JsonObject result) {
        var names = new TreeSet<String>();
        for (var content : result.values("content")) {
            if (content instanceof JsonObject item) {
                entries(item.text("text", "")).forEach(entry -> name(entry, names));
            }
        }
        return names;
    }

    private List<JsonValue> entries(String text) {
        try {
            return switch (Json.parse(text)) {
                case JsonArray list -> list.values();
                case JsonObject object -> object.values(word);
                default -> List.of();
            };
        } catch (JsonException sentence) {
            return List.of();
        }
    }

    private void name(JsonValue entry, NavigableSet<String> names) {
        if (entry instanceof JsonObject object) {
            object.text(key).ifPresent(names::add);
        }
    }

    /** What is to be told about a list that was read again. */
    static List<String> difference(NavigableSet<String> before, NavigableSet<String> after) {
        var lines = new ArrayList<String>();
        after.stream().filter(name -> !before.contains(name)).forEach(name -> lines.add("+ Added: " + name));
        before.stream().filter(name -> !after.contains(name)).forEach(name -> lines.add("- Removed: " + name));
        return lines;
    }
}

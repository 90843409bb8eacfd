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
import java.util.stream.Collectors;

/** What there is a list of, and how it is read. Pure. */
public enum Listing {
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

    public String word() {
        return word;
    }

    /** The word at the beginning of a sentence. */
    public String title() {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    /** Said before a {@link #difference}. */
    public String changesDetected() {
        return title().substring(0, title().length() - 1) + " changes detected:";
    }

    public String changed() {
        return "notifications/" + word + "/list_changed";
    }

    /** The word for one of them. */
    public String noun() {
        return word.substring(0, word.length() - 1);
    }

    /** The member by which one of them is found. */
    public String key() {
        return key;
    }

    /** The tool of a Muster that answers with the list. */
    public String metaTool() {
        return metaTool;
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
        return items(result).stream()
                .flatMap(item -> item.text(key).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What the answer lists; nothing when it holds a sentence instead of a list. */
    public List<JsonObject> items(JsonObject result) {
        return result.values("content").stream()
                .filter(JsonObject.class::isInstance)
                .flatMap(content -> entries(((JsonObject) content).text("text", "")).stream())
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .toList();
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

    /** What is to be told about a list that was read again. */
    public static List<String> difference(NavigableSet<String> before, NavigableSet<String> after) {
        var lines = new ArrayList<String>();
        after.stream().filter(name -> !before.contains(name)).forEach(name -> lines.add("+ Added: " + name));
        before.stream().filter(name -> !after.contains(name)).forEach(name -> lines.add("- Removed: " + name));
        return lines;
    }
}

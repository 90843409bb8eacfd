package io.muster.cli.format;

import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonNull;
import io.muster.wire.json.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Lists of tools, resources and prompts. */
public final class Capabilities {

    private final Results results;

    /** What is listed. */
    public enum Kind {
        TOOL,
        RESOURCE,
        PROMPT;

        /** The member by which one of them is found. */
        public String key() {
            return this == RESOURCE ? "uri" : "name";
        }

        private List<String> members() {
            return this == RESOURCE
                    ? List.of("uri", "name", "description", "mimeType")
                    : List.of("name", "description");
        }

        public String noun() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Capabilities(Results results) {
        this.results = results;
    }

    /** The list, sorted; a count follows where the count is for people. */
    public String list(Kind kind, List<JsonObject> items) {
        var sorted = items.stream()
                .sorted(Comparator.comparing(item -> item.text(kind.key(), "")))
                .toList();
        if (results.format().isData()) {
            return results.data(
                    JsonArray.of(sorted.stream().map(item -> only(kind, item)).toList()));
        }
        if (sorted.isEmpty()) {
            return "No " + kind.noun() + "s found\n";
        }
        return table(kind, sorted).render(results.style());
    }

    /** {@code 3 tools}: said after a list, to those who read tables. */
    public static String count(Kind kind, int number) {
        return Text.count(number, kind.noun());
    }

    private static JsonObject only(Kind kind, JsonObject item) {
        var json = JsonObject.builder();
        kind.members()
                .forEach(name -> json.putIfPresent(name, item.get(name).filter(value -> !(value instanceof JsonNull))));
        return json.build();
    }

    private Table table(Kind kind, List<JsonObject> items) {
        var wide = results.format() == OutputFormat.WIDE;
        var table = switch (kind) {
            case TOOL -> wide ? new Table("NAME", "DESCRIPTION", "SERVER", "ARGS") : new Table("NAME", "DESCRIPTION");
            case RESOURCE ->
                wide
                        ? new Table("URI", "NAME", "DESCRIPTION", "MIME TYPE")
                        : new Table("URI", "DESCRIPTION", "MIME TYPE");
            case PROMPT -> wide ? new Table("NAME", "DESCRIPTION", "ARGS") : new Table("NAME", "DESCRIPTION");
        };
        items.forEach(item -> table.row(row(kind, item, wide).toArray(String[]::new)));
        return table;
    }

    private static Stream<String> row(Kind kind, JsonObject item, boolean wide) {
        var name = item.text("name", "-");
        var description = Text.cut(Text.line(item.text("description", "-")), wide && kind == Kind.TOOL ? 50 : 60);
        return switch (kind) {
            case TOOL ->
                wide ? Stream.of(name, description, server(name), arguments(item)) : Stream.of(name, description);
            case RESOURCE -> {
                var uri = item.text("uri", "-");
                var type = item.text("mimeType", "-");
                yield wide ? Stream.of(uri, name, description, type) : Stream.of(uri, description, type);
            }
            case PROMPT -> wide ? Stream.of(name, description, promptArguments(item)) : Stream.of(name, description);
        };
    }

    private static String server(String tool) {
        var end = tool.indexOf('_');
        var prefix = end < 0 ? tool : tool.substring(0, end);
        return prefix;
    }

    private static String arguments(JsonObject tool) {
        var schema = tool.object("inputSchema").orElse(JsonObject.EMPTY);
        return arguments(
                schema.object("properties").map(JsonObject::size).orElse(0),
                schema.values("required").size());
    }

    private static String promptArguments(JsonObject prompt) {
        var arguments = prompt.values("arguments");
        var required = arguments.stream()
                .filter(argument -> argument instanceof JsonObject object && object.isTrue("required"))
                .count();
        return arguments(arguments.size(), (int) required);
    }

    private static String arguments(int all, int required) {
        if (all == 0) {
            return "-";
        }
        return required == 0 ? Integer.toString(all) : all + " (" + required + " req)";
    }
}

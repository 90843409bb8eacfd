package io.muster.cli.repl;

import io.muster.cli.argument.Given;
import io.muster.cli.format.Suggestion;
import io.muster.cli.format.Text;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonFormat;
import io.muster.wire.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** {@code filter}: finds tools. */
record FilterCommand(Desk desk) implements ReplCommand {
    private static final List<String> OPTIONS =
            List.of("pattern", "description", "query", "labels", "case_sensitive", "detailed", "limit", "offset");
    private static final String VALID = ": valid options are " + String.join(", ", OPTIONS);
    private static final About ABOUT = new About(
            "filter",
            List.of("find", "search"),
            "filter tools [pattern] [" + String.join("= ", OPTIONS) + "=]",
            "Find tools by name, description, labels or a query");

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public void run(Words line) throws InterruptedException {
        var words = line.given();
        if (words.size() < 2
                || !Set.of("tools", "tool").contains(words.get(1).text().toLowerCase(Locale.ROOT))) {
            throw ABOUT.misused();
        }
        var question = question(words.subList(2, words.size()));
        var answer = desk.server().look("filter_tools", question);
        if (answer.isError()) {
            throw new SessionFailure(ResultText.message(answer));
        }
        if (Listings.json(answer).orElse(JsonObject.EMPTY) instanceof JsonObject found && !found.isEmpty()) {
            show(found, question.isTrue("include_schema"));
        } else {
            desk.out().painted(new ResultText(desk.out().results()).of(answer));
        }
    }

    /** The arguments of the tool. Pure. */
    static JsonObject question(List<Words.Word> words) {
        var question = JsonObject.builder();
        var isPattern = !words.isEmpty() && words.getFirst().text().indexOf('=') < 0;
        if (isPattern) {
            question.put("pattern", words.getFirst().text());
        }
        for (var word : words.subList(isPattern ? 1 : 0, words.size())) {
            if (word.text().indexOf('=') <= 0) {
                throw new SessionFailure("unexpected argument \"" + word.text() + "\": options are key=value pairs ("
                        + String.join(", ", OPTIONS) + ")");
            }
        }
        Arguments.named(words.subList(isPattern ? 1 : 0, words.size())).forEach(given -> put(question, given));
        return question.build();
    }

    private static void put(JsonObject.Builder question, Given given) {
        var value = given.value().orElse("");
        switch (given.name()) {
            case "pattern", "query" -> question.put(given.name(), value);
            case "description", "description_filter" -> question.put("description_filter", value);
            case "labels" -> question.put("labels", labels(value));
            case "case_sensitive", "case" -> question.put("case_sensitive", truth(given.name(), value));
            case "detailed", "include_schema" -> question.put("include_schema", truth(given.name(), value));
            case "limit", "offset" -> question.put(given.name(), number(given.name(), value));
            default ->
                throw new SessionFailure("unknown filter option \"" + given.name() + "\"" + VALID
                        + Suggestion.of(given.name(), OPTIONS));
        }
    }

    private static JsonObject labels(String text) {
        var labels = JsonObject.builder();
        for (var pair : text.split(",")) {
            var equals = pair.indexOf('=');
            if (equals <= 0) {
                throw new SessionFailure("label \"" + pair + "\" must be key=value");
            }
            labels.put(
                    pair.substring(0, equals).strip(),
                    pair.substring(equals + 1).strip());
        }
        return labels.build();
    }

    private static boolean truth(String name, String value) {
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new SessionFailure(name + " must be true or false, not \"" + value + "\"");
        };
    }

    private static long number(String name, String value) {
        if (!value.matches("\\d{1,9}")) {
            throw new SessionFailure(name + " must be a whole number, not \"" + value + "\"");
        }
        return Long.parseLong(value);
    }

    private void show(JsonObject found, boolean detailed) {
        var tools = found.values("tools").stream()
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .toList();
        var total = found.integer("total").orElse(tools.size());
        var catalogue = found.integer("total_tools").orElse(total);
        var out = new ArrayList<String>();
        out.add("Showing " + tools.size() + " of " + total + " matching tool(s) (catalogue: " + catalogue + ")");
        if (found.isTrue("truncated")) {
            var next = found.object("filters")
                            .orElse(JsonObject.EMPTY)
                            .integer("offset")
                            .orElse(0)
                    + tools.size();
            out.add("More: add offset=" + next + ", or a greater limit");
        }
        out.add("");
        out.add(detailed ? detailed(tools) : brief(tools));
        desk.out().result(String.join("\n", out));
    }

    private String brief(List<JsonObject> tools) {
        var rows = new Rows(desk.out().width());
        tools.forEach(tool -> rows.add(tool.text("name", "?"), tool.text("summary", tool.text("description", "")), ""));
        return rows.text();
    }

    private static String detailed(List<JsonObject> tools) {
        var out = new StringBuilder();
        for (var tool : tools) {
            out.append(Text.line(tool.text("name", "?"))).append('\n');
            Text.visible(tool.text("description", ""))
                    .strip()
                    .lines()
                    .forEach(line -> out.append("  ").append(line).append('\n'));
            tool.object("inputSchema")
                    .ifPresent(schema ->
                            out.append(Json.text(schema, JsonFormat.INDENTED).indent(2)));
            out.append('\n');
        }
        return out.toString();
    }

    @Override
    public List<Choice> choices(List<String> before) {
        if (before.size() == 1) {
            return List.of(Choice.of("tools", ""));
        }
        return OPTIONS.stream()
                .map(option -> option + "=")
                .filter(option -> before.stream().noneMatch(word -> word.startsWith(option)))
                .map(option -> new Choice(option, "", false))
                .toList();
    }
}

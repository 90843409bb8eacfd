package io.muster.cli.repl;

import io.muster.cli.bridge.Listing;
import io.muster.cli.format.Suggestion;
import io.muster.wire.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code list}: what there is. */
record ListCommand(Desk desk) implements ReplCommand {
    private static final List<String> TARGETS = List.of("tools", "resources", "prompts", "workflows", "core-tools");
    private static final About ABOUT = new About(
            "list", List.of("ls"), "list <tools|resources|prompts|workflows|core-tools>", "List what there is");
    private static final long EVERYTHING = 1_000_000;

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public void run(Words line) throws InterruptedException {
        var words = line.given();
        if (words.size() != 2) {
            throw ABOUT.misused();
        }
        var target = words.get(1).text().toLowerCase(Locale.ROOT);
        switch (target.endsWith("s") ? target : target + "s") {
            case "tools" -> tools();
            case "resources" -> resources();
            case "prompts" -> prompts();
            case "workflows" -> workflows();
            case "core-tools" -> coreTools();
            default ->
                throw new SessionFailure("unknown target: " + target + ". Valid targets: " + String.join(", ", TARGETS)
                        + Suggestion.of(target, TARGETS));
        }
    }

    @Override
    public List<Choice> choices(List<String> before) {
        return before.size() == 1
                ? TARGETS.stream().map(target -> Choice.of(target, "")).toList()
                : List.of();
    }

    private void tools() throws InterruptedException {
        var catalogue = desk.listings().read(Listing.TOOLS);
        var items = catalogue.items(Listing.TOOLS);
        if (items.isEmpty()) {
            desk.out().result("No tools available");
        } else {
            desk.out().result("Available tools (" + items.size() + "):\n\n" + rows(items, "name"));
        }
        if (!catalogue.loginRequired().isEmpty()) {
            desk.out().result("\nServers requiring authentication:");
            catalogue
                    .loginRequired()
                    .forEach(server -> desk.out().result("  - " + server + " (use 'core_auth_login' to authenticate)"));
        }
    }

    private void resources() throws InterruptedException {
        var items = desk.listings().read(Listing.RESOURCES).items(Listing.RESOURCES);
        desk.out()
                .result(
                        items.isEmpty()
                                ? "No resources available."
                                : "Available resources (" + items.size() + "):\n\n" + rows(items, "uri"));
    }

    private void prompts() throws InterruptedException {
        var items = desk.listings().read(Listing.PROMPTS).items(Listing.PROMPTS);
        desk.out()
                .result(
                        items.isEmpty()
                                ? "No prompts available."
                                : "Available prompts (" + items.size() + "):\n\n" + rows(items, "name"));
    }

    private void coreTools() throws InterruptedException {
        var all = desk.listings().read(Listing.TOOLS).items(Listing.TOOLS);
        var core = all.stream()
                .filter(tool -> tool.text("name", "").startsWith("core_"))
                .toList();
        desk.out()
                .result("Core muster tools (" + core.size() + " found out of " + all.size() + " total):\n\n"
                        + rows(core, "name"));
    }

    /** Whether workflows can be run is known to one tool, what they want to be given to another. */
    private void workflows() throws InterruptedException {
        var answer = desk.server().look("core_workflow_list", JsonObject.EMPTY);
        if (answer.isError()) {
            throw new SessionFailure(ResultText.message(answer));
        }
        var items = Listings.json(answer).stream()
                .filter(JsonObject.class::isInstance)
                .flatMap(json -> ((JsonObject) json).values("workflows").stream())
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .toList();
        var schemas = items.isEmpty() ? Map.<String, JsonObject>of() : schemas();
        var rows = new Rows(desk.out().width());
        items.forEach(workflow -> rows.add(
                workflow.text("name", "?"),
                (workflow.isTrue("available") ? "[available]" : "[unavailable]") + " "
                        + workflow.text("description", ""),
                parameters(schemas.getOrDefault(workflow.text("name", ""), JsonObject.EMPTY))));
        desk.out().result("Available workflows (" + items.size() + " found):\n\n" + rows.text());
    }

    private Map<String, JsonObject> schemas() throws InterruptedException {
        var question = JsonObject.builder()
                .put("pattern", Catalogue.workflowTool("*"))
                .put("include_schema", true)
                .put("limit", EVERYTHING);
        var answer = desk.server().look("filter_tools", question.build());
        return Listing.TOOLS.items(answer.json()).stream()
                .collect(Collectors.toMap(
                        tool -> tool.text("name", "")
                                .substring(Catalogue.workflowTool("").length()),
                        tool -> tool.object("inputSchema").orElse(JsonObject.EMPTY),
                        (first, _) -> first));
    }

    private static String parameters(JsonObject schema) {
        var names = schema.object("properties").orElse(JsonObject.EMPTY).names();
        return names.isEmpty() ? "" : "Parameters: " + String.join(", ", names);
    }

    private String rows(List<JsonObject> items, String key) {
        var rows = new Rows(desk.out().width());
        items.forEach(item -> rows.add(item.text(key, "?"), item.text("description", ""), ""));
        return rows.text();
    }
}

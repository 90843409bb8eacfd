package io.muster.cli.repl;

import io.muster.cli.bridge.Listing;
import io.muster.cli.format.Suggestion;
import io.muster.wire.json.JsonObject;
import java.util.List;

/** {@code workflow}: runs a workflow, which is a tool under another name. */
record WorkflowCommand(Desk desk) implements ReplCommand {
    private static final About ABOUT =
            new About("workflow", List.of("wf", "run-workflow"), "workflow <name> [key=value ...]", "Run a workflow");

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public void run(Words line) throws InterruptedException {
        var words = line.given();
        if (words.size() < 2) {
            throw ABOUT.misused();
        }
        var workflow = words.get(1).text();
        var tool = Catalogue.workflowTool(workflow);
        var schema = described(workflow).object("inputSchema").orElse(JsonObject.EMPTY);
        var arguments = Arguments.of(words.subList(2, words.size()), schema);
        desk.out().hint("Executing workflow '" + workflow + "'...");
        new ToolRun(desk).of(tool, arguments, "Workflow execution completed successfully!");
    }

    private JsonObject described(String workflow) throws InterruptedException {
        var described = desk.listings().describe(Listing.TOOLS, Catalogue.workflowTool(workflow));
        if (described.isPresent()) {
            return described.get();
        }
        var known = desk.listings().read(Listing.TOOLS).workflows().map(item -> item.text("name", ""));
        throw new SessionFailure("workflow not found: " + workflow + Suggestion.of(workflow, known.toList()));
    }

    @Override
    public List<Choice> choices(List<String> before) {
        if (before.size() == 1) {
            return Choices.named(desk.listings().glance(Listing.TOOLS).workflows(), "name");
        }
        var schema = desk.listings()
                .glance(Listing.TOOLS, Catalogue.workflowTool(before.get(1)))
                .object("inputSchema")
                .orElse(JsonObject.EMPTY);
        return Choices.arguments(ParameterHelp.ofTool(schema), before.subList(2, before.size()));
    }
}

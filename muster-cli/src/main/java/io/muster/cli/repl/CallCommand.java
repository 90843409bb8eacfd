package io.muster.cli.repl;

import io.muster.cli.bridge.Listing;
import io.muster.cli.client.ServerTools;
import io.muster.wire.json.JsonObject;
import java.util.List;

/** {@code call}: runs a tool. */
record CallCommand(Desk desk) implements ReplCommand {
    private static final About ABOUT = new About(
            "call",
            List.of("run", "exec"),
            "call <tool> [key=value ...] or call <tool> {json}",
            "Call a tool; without arguments, say what it needs");

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
        var tool = words.get(1).text();
        var given = words.subList(2, words.size());
        var described = described(tool);
        var schema = described.object("inputSchema").orElse(JsonObject.EMPTY);
        if (given.isEmpty() && !schema.values("required").isEmpty()) {
            desk.out()
                    .result(ParameterHelp.text(
                            "call " + tool,
                            described.text("description", ""),
                            ParameterHelp.ofTool(schema),
                            desk.out().width()));
            return;
        }
        var arguments = Arguments.of(given, schema);
        desk.out().hint("Executing tool: " + tool + "...");
        new ToolRun(desk).of(tool, arguments, "Result:");
    }

    private JsonObject described(String tool) throws InterruptedException {
        if (ServerTools.isMeta(tool)) {
            return JsonObject.EMPTY;
        }
        return desk.listings().require(Listing.TOOLS, tool);
    }

    @Override
    public List<Choice> choices(List<String> before) {
        if (before.size() == 1) {
            return Choices.named(desk.listings().glance(Listing.TOOLS).items(Listing.TOOLS), "name");
        }
        var schema = desk.listings()
                .glance(Listing.TOOLS, before.get(1))
                .object("inputSchema")
                .orElse(JsonObject.EMPTY);
        return Choices.arguments(ParameterHelp.ofTool(schema), before.subList(2, before.size()));
    }
}

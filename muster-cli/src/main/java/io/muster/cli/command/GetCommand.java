package io.muster.cli.command;

import io.muster.cli.format.Capabilities;
import io.muster.cli.format.CapabilityDetails;
import io.muster.cli.format.Suggestion;
import io.muster.cli.syntax.Parameter;
import io.muster.cli.syntax.Syntax;
import io.muster.wire.json.JsonObject;
import java.util.List;
import java.util.Locale;

/** {@code muster get}. */
final class GetCommand implements Command {
    static final List<String> TYPES = List.of(
            "service",
            "mcpserver",
            "workflow",
            "workflow-execution",
            "tool",
            "tools",
            "resource",
            "resources",
            "prompt",
            "prompts");

    private final Syntax syntax =
            Syntax.of("get", "Show one service, MCP server, workflow, run of a workflow, tool, resource or prompt.");
    private final CommonFlags flags = new CommonFlags(syntax);
    private final Parameter type = syntax.parameter("TYPE", "What it is.");
    private final Parameter name = syntax.parameter("NAME", "Its name; the URI of a resource, the id of a run.");

    private final Shell shell;

    GetCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Syntax syntax() {
        return syntax.runs(this::run);
    }

    private int run() throws InterruptedException {
        ResourceTypes.check(type.text(), TYPES);
        try (var server = Conversation.open(shell, flags)) {
            switch (type.text()) {
                case "service" -> show(server, "core_service_status", "name");
                case "mcpserver" -> show(server, "core_mcpserver_get", "name");
                case "workflow" -> show(server, "core_workflow_get", "name");
                case "workflow-execution" -> show(server, "core_workflow_execution_get", "execution_id");
                default ->
                    capability(
                            server,
                            Capabilities.Kind.valueOf(
                                    ResourceTypes.singular(type.text()).toUpperCase(Locale.ROOT)));
            }
        }
        return ExitCode.SUCCESS;
    }

    private void show(Conversation server, String tool, String argument) throws InterruptedException {
        server.show(tool, JsonObject.of(argument, name.text()), Conversation.SHORT);
    }

    private void capability(Conversation server, Capabilities.Kind kind) throws InterruptedException {
        var result = server.call("describe_" + kind.noun(), JsonObject.of(kind.key(), name.text()), Conversation.SHORT);
        var described = Conversation.json(result).filter(JsonObject.class::isInstance);
        if (result.isError() || described.isEmpty()) {
            var known = Catalogue.fetch(server, kind).stream()
                    .map(item -> item.text(kind.key(), ""))
                    .toList();
            throw new CommandFailure(kind.noun() + " not found: " + name.text() + Suggestion.of(name.text(), known));
        }
        shell.console().print(new CapabilityDetails(server.results()).show(kind, (JsonObject) described.get()));
    }
}

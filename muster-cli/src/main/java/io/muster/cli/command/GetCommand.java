package io.muster.cli.command;

import io.muster.cli.format.Capabilities;
import io.muster.cli.format.CapabilityDetails;
import io.muster.cli.format.Suggestion;
import io.muster.wire.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code muster get}. */
@Command(
        name = "get",
        description = "Show one service, MCP server, workflow, run of a workflow, tool, resource or prompt.",
        sortOptions = false)
final class GetCommand implements Callable<Integer> {
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

    private final Shell shell;

    @Mixin
    CommonFlags flags = new CommonFlags();

    @Parameters(index = "0", paramLabel = "TYPE", description = "What it is.")
    String type = "";

    @Parameters(index = "1", paramLabel = "NAME", description = "Its name; the URI of a resource, the id of a run.")
    String name = "";

    GetCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws InterruptedException {
        ResourceTypes.check(type, TYPES);
        try (var server = Conversation.open(shell, flags)) {
            switch (type) {
                case "service" -> show(server, "core_service_status", "name");
                case "mcpserver" -> show(server, "core_mcpserver_get", "name");
                case "workflow" -> show(server, "core_workflow_get", "name");
                case "workflow-execution" -> show(server, "core_workflow_execution_get", "execution_id");
                default ->
                    capability(
                            server,
                            Capabilities.Kind.valueOf(
                                    ResourceTypes.singular(type).toUpperCase(Locale.ROOT)));
            }
        }
        return ExitCode.SUCCESS;
    }

    private void show(Conversation server, String tool, String argument) throws InterruptedException {
        server.show(tool, JsonObject.of(argument, name), Conversation.SHORT);
    }

    private void capability(Conversation server, Capabilities.Kind kind) throws InterruptedException {
        var result = server.call("describe_" + kind.noun(), JsonObject.of(kind.key(), name), Conversation.SHORT);
        var described = Conversation.json(result).filter(JsonObject.class::isInstance);
        if (result.isError() || described.isEmpty()) {
            var known = Catalogue.fetch(server, kind).stream()
                    .map(item -> item.text(kind.key(), ""))
                    .toList();
            throw new CommandFailure(kind.noun() + " not found: " + name + Suggestion.of(name, known));
        }
        shell.console().print(new CapabilityDetails(server.results()).show(kind, (JsonObject) described.get()));
    }
}

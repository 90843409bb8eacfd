package io.muster.cli.command;

import io.muster.mcp.CallToolResult;
import io.muster.wire.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code muster check}: shows whether something can be used, and says so by its exit code. */
@Command(
        name = "check",
        description = "Check whether an MCP server or a workflow can be used; exit code 1 when not.",
        sortOptions = false)
final class CheckCommand implements Callable<Integer> {
    static final List<String> TYPES = List.of("mcpserver", "workflow");

    private static final Set<String> USABLE = Set.of("running", "connected");

    private final Shell shell;

    @Mixin
    CommonFlags flags = new CommonFlags();

    @Parameters(index = "0", paramLabel = "TYPE", description = "mcpserver or workflow.")
    String type = "";

    @Parameters(index = "1", paramLabel = "NAME", description = "Its name.")
    String name = "";

    CheckCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws InterruptedException {
        ResourceTypes.check(type, TYPES);
        try (var server = Conversation.open(shell, flags)) {
            if (type.equals("workflow")) {
                workflow(server);
            } else {
                server(server);
            }
        }
        return ExitCode.SUCCESS;
    }

    private void workflow(Conversation server) throws InterruptedException {
        var result = server.require("core_workflow_available", JsonObject.of("name", name), Conversation.SHORT);
        server.show(result);
        if (!object(result).isTrue("available")) {
            throw new CommandFailure("workflow \"" + name + "\" is not available");
        }
    }

    /** A server that was never started has a definition, but no service. */
    private void server(Conversation server) throws InterruptedException {
        var arguments = JsonObject.of("name", name);
        var service = server.call("core_service_status", arguments, Conversation.SHORT);
        var shown = service.isError() ? server.require("core_mcpserver_get", arguments, Conversation.SHORT) : service;
        server.show(shown);
        var state = object(shown).text("state", "").toLowerCase(Locale.ROOT);
        if (!USABLE.contains(state)) {
            throw new CommandFailure("MCP server \"" + name + "\" is not available (state: "
                    + (state.isEmpty() ? "not started" : state) + ")");
        }
    }

    private static JsonObject object(CallToolResult result) {
        return Conversation.json(result)
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .orElse(JsonObject.EMPTY);
    }
}

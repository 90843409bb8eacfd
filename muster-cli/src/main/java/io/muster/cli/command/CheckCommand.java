package io.muster.cli.command;

import io.muster.cli.syntax.Parameter;
import io.muster.cli.syntax.Syntax;
import io.muster.mcp.CallToolResult;
import io.muster.wire.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** {@code muster check}: shows whether something can be used, and says so by its exit code. */
final class CheckCommand implements Command {
    static final List<String> TYPES = List.of("mcpserver", "workflow");

    private static final Set<String> USABLE = Set.of("running", "connected");

    private final Syntax syntax =
            Syntax.of("check", "Check whether an MCP server or a workflow can be used; exit code 1 when not.");
    private final CommonFlags flags = new CommonFlags(syntax);
    private final Parameter type = syntax.parameter("TYPE", "mcpserver or workflow.");
    private final Parameter name = syntax.parameter("NAME", "Its name.");

    private final Shell shell;

    CheckCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Syntax syntax() {
        return syntax.runs(this::run);
    }

    private int run() throws InterruptedException {
        ResourceTypes.check(type.text(), TYPES);
        try (var server = Conversation.open(shell, flags)) {
            if (type.text().equals("workflow")) {
                workflow(server);
            } else {
                server(server);
            }
        }
        return ExitCode.SUCCESS;
    }

    private void workflow(Conversation server) throws InterruptedException {
        var result = server.require("core_workflow_available", JsonObject.of("name", name.text()), Conversation.SHORT);
        server.show(result);
        if (!object(result).isTrue("available")) {
            throw new CommandFailure("workflow \"" + name.text() + "\" is not available");
        }
    }

    /** A server that was never started has a definition, but no service. */
    private void server(Conversation server) throws InterruptedException {
        var arguments = JsonObject.of("name", name.text());
        var service = server.call("core_service_status", arguments, Conversation.SHORT);
        var shown = service.isError() ? server.require("core_mcpserver_get", arguments, Conversation.SHORT) : service;
        server.show(shown);
        var state = object(shown).text("state", "").toLowerCase(Locale.ROOT);
        if (!USABLE.contains(state)) {
            throw new CommandFailure("MCP server \"" + name.text() + "\" is not available (state: "
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

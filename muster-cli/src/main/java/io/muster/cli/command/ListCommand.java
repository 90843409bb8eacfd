package io.muster.cli.command;

import io.muster.cli.format.Capabilities;
import io.muster.cli.syntax.Flag;
import io.muster.cli.syntax.Parameter;
import io.muster.cli.syntax.Setting;
import io.muster.cli.syntax.Syntax;
import io.muster.wire.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code muster list}. */
final class ListCommand implements Command {
    static final List<String> TYPES = List.of(
            "service",
            "services",
            "mcpserver",
            "mcpservers",
            "workflow",
            "workflows",
            "workflow-execution",
            "workflow-executions",
            "tool",
            "tools",
            "resource",
            "resources",
            "prompt",
            "prompts");

    private final Syntax syntax =
            Syntax.of("list", "List services, MCP servers, workflows, their runs, tools, resources or prompts.");
    private final CommonFlags flags = new CommonFlags(syntax);
    private final Parameter type =
            syntax.parameter("TYPE", "service, mcpserver, workflow, workflow-execution, tool, resource or prompt.");
    private final Setting<String> filter =
            syntax.text("--filter", "GLOB", "Names that match, of tools, resources, prompts.");
    private final Setting<String> description =
            syntax.text("--description", "TEXT", "Descriptions that contain the text.");
    private final Setting<String> server = syntax.text("--server", "PREFIX", "Names that begin so.");
    private final Flag all = syntax.flag("--all", "MCP servers that have failed, too.");
    private final Flag verbose = syntax.flag("--verbose", "Why MCP servers have failed, too.");

    private final Shell shell;

    ListCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Syntax syntax() {
        return syntax.runs(this::run);
    }

    private int run() throws InterruptedException {
        ResourceTypes.check(type.text(), TYPES);
        flags.format(shell.console().environment());
        var singular = ResourceTypes.singular(type.text());
        warnOfIgnored(singular);
        try (var server = Conversation.open(shell, flags)) {
            switch (singular) {
                case "service" -> server.show("core_service_list", JsonObject.EMPTY, Conversation.SHORT);
                case "workflow" -> server.show("core_workflow_list", JsonObject.EMPTY, Conversation.SHORT);
                case "workflow-execution" ->
                    server.show("core_workflow_execution_list", JsonObject.EMPTY, Conversation.SHORT);
                case "mcpserver" -> server.show("core_mcpserver_list", servers(), Conversation.SHORT);
                default -> capabilities(server, Capabilities.Kind.valueOf(singular.toUpperCase(Locale.ROOT)));
            }
        }
        return ExitCode.SUCCESS;
    }

    private JsonObject servers() {
        var arguments = JsonObject.builder();
        if (all.isSet()) {
            arguments.put("showAll", true);
        }
        if (verbose.isSet()) {
            arguments.put("verbose", true);
        }
        return arguments.build();
    }

    private void warnOfIgnored(String singular) {
        var capability = ResourceTypes.isCapability(singular);
        var ignored = new ArrayList<String>();
        if (!capability) {
            addIf(ignored, filter.isGiven(), "--filter");
            addIf(ignored, description.isGiven(), "--description");
            addIf(ignored, server.isGiven(), "--server");
            warn(ignored, "tools, resources, prompts");
        }
        if (!singular.equals("mcpserver")) {
            var others = new ArrayList<String>();
            addIf(others, all.isSet(), "--all");
            addIf(others, verbose.isSet(), "--verbose");
            warn(others, "mcpserver");
        }
    }

    private static void addIf(List<String> names, boolean given, String name) {
        if (given) {
            names.add(name);
        }
    }

    private void warn(List<String> ignored, String worksWith) {
        if (!ignored.isEmpty() && !flags.isQuiet()) {
            shell.console()
                    .note("Warning: " + String.join(", ", ignored) + " ignored for '" + type.text()
                            + "' (only works with " + worksWith + ")");
        }
    }

    private void capabilities(Conversation server, Capabilities.Kind kind) throws InterruptedException {
        var matching = new CapabilityFilter(filter.value(), description.value(), this.server.value());
        var items = Catalogue.fetch(server, kind).stream()
                .filter(item -> matching.accepts(item.text("name", item.text("uri", "")), item.text("description", "")))
                .toList();
        shell.console().print(new Capabilities(server.results()).list(kind, items));
        if (!server.format().isData() && !items.isEmpty() && flags.hasHeaders() && !flags.isQuiet()) {
            shell.console().note("\n" + Capabilities.count(kind, items.size()));
        }
    }
}

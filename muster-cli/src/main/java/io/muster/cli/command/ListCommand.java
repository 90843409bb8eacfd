package io.muster.cli.command;

import io.muster.cli.format.Capabilities;
import io.muster.wire.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster list}. */
@Command(
        name = "list",
        description = "List services, MCP servers, workflows, their runs, tools, resources or prompts.",
        sortOptions = false)
final class ListCommand implements Callable<Integer> {
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

    private final Shell shell;

    @Mixin
    CommonFlags flags = new CommonFlags();

    @Parameters(
            paramLabel = "TYPE",
            description = "service, mcpserver, workflow, workflow-execution, tool, resource or prompt.")
    String type = "";

    @Option(names = "--filter", paramLabel = "GLOB", description = "Names that match, of tools, resources, prompts.")
    @Nullable
    String filter;

    @Option(names = "--description", paramLabel = "TEXT", description = "Descriptions that contain the text.")
    @Nullable
    String description;

    @Option(names = "--server", paramLabel = "PREFIX", description = "Names that begin so.")
    @Nullable
    String server;

    @Option(names = "--all", description = "MCP servers that have failed, too.")
    boolean all;

    @Option(names = "--verbose", description = "Why MCP servers have failed, too.")
    boolean verbose;

    ListCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws InterruptedException {
        ResourceTypes.check(type, TYPES);
        flags.format(shell.console().environment());
        var singular = ResourceTypes.singular(type);
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
        if (all) {
            arguments.put("showAll", true);
        }
        if (verbose) {
            arguments.put("verbose", true);
        }
        return arguments.build();
    }

    private void warnOfIgnored(String singular) {
        var capability = ResourceTypes.isCapability(singular);
        var ignored = new ArrayList<String>();
        if (!capability) {
            addIf(ignored, filter != null, "--filter");
            addIf(ignored, description != null, "--description");
            addIf(ignored, server != null, "--server");
            warn(ignored, "tools, resources, prompts");
        }
        if (!singular.equals("mcpserver")) {
            var others = new ArrayList<String>();
            addIf(others, all, "--all");
            addIf(others, verbose, "--verbose");
            warn(others, "mcpserver");
        }
    }

    private static void addIf(List<String> names, boolean given, String name) {
        if (given) {
            names.add(name);
        }
    }

    private void warn(List<String> ignored, String worksWith) {
        if (!ignored.isEmpty() && !flags.quiet) {
            shell.console()
                    .note("Warning: " + String.join(", ", ignored) + " ignored for '" + type + "' (only works with "
                            + worksWith + ")");
        }
    }

    private void capabilities(Conversation server, Capabilities.Kind kind) throws InterruptedException {
        var matching = new CapabilityFilter(filter, description, this.server);
        var items = Catalogue.fetch(server, kind).stream()
                .filter(item -> matching.accepts(item.text("name", item.text("uri", "")), item.text("description", "")))
                .toList();
        shell.console().print(new Capabilities(server.results()).list(kind, items));
        if (!server.format().isData() && !items.isEmpty() && !flags.noHeaders && !flags.quiet) {
            shell.console().note("\n" + Capabilities.count(kind, items.size()));
        }
    }
}

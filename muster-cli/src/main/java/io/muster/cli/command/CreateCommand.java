package io.muster.cli.command;

import io.muster.cli.format.Suggestion;
import io.muster.cli.syntax.Others;
import io.muster.cli.syntax.Parameter;
import io.muster.cli.syntax.Setting;
import io.muster.cli.syntax.Syntax;
import java.util.List;

/** {@code muster create}: from flags, or from a file. */
final class CreateCommand implements Command {
    static final List<String> TYPES = List.of("mcpserver", "workflow");

    private final Syntax syntax = Syntax.of(
            "create",
            "Create an MCP server or a workflow, from flags or from a file.",
            "Flags of an MCP server: --type --command --args --url --env --header --timeout --autoStart --tool-prefix"
                    + " --description --auth-type --forward-token --required-audiences --auth-issuer --auth-scopes");
    private final CommonFlags flags = new CommonFlags(syntax);
    private final Parameter type = syntax.optionalParameter("TYPE", "mcpserver or workflow.");
    private final Parameter name = syntax.optionalParameter("NAME", "Its name.");
    private final Setting<String> file = syntax.text(
            "-f, --file", "FILE", "YAML or JSON of the definition, as a resource or flat; - reads standard input.");
    private final Others others = syntax.others();

    private final Shell shell;

    CreateCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Syntax syntax() {
        return syntax.runs(this::run);
    }

    private int run() throws InterruptedException {
        if (!type.text().isEmpty()) {
            ResourceTypes.check(type.text(), TYPES);
        }
        var definition = file.value()
                .map(path -> Definition.of(new JsonArgument(shell.console()).document(path), type.text(), name.text()))
                .orElseGet(this::fromFlags);
        try (var server = Conversation.open(shell, flags)) {
            server.show("core_" + definition.type() + "_create", definition.arguments(), Conversation.SHORT);
        }
        return ExitCode.SUCCESS;
    }

    private Definition fromFlags() {
        if (type.text().isEmpty()) {
            throw new CommandFailure("resource type and name are required, or -f FILE");
        }
        if (name.text().isEmpty()) {
            throw new CommandFailure(
                    type.text().equals("mcpserver")
                            ? "MCPServer creation requires: muster create mcpserver <name> --type <type> [options]"
                            : "resource name is required");
        }
        if (type.text().equals("workflow")) {
            throw new CommandFailure("a workflow needs steps: muster create workflow " + name.text() + " -f FILE");
        }
        var options = new ServerOptions(others.given());
        if (!flags.isQuiet()) {
            options.unknown()
                    .forEach(option -> shell.console()
                            .note("Warning: --" + option + " ignored" + Suggestion.of(option, ServerOptions.NAMES)));
        }
        return new Definition(type.text(), options.arguments(name.text()));
    }
}

package io.muster.cli.command;

import io.muster.cli.argument.Given;
import io.muster.cli.format.Suggestion;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster create}: from flags, or from a file. */
@Command(
        name = "create",
        description = {
            "Create an MCP server or a workflow, from flags or from a file.",
            "Flags of an MCP server: --type --command --args --url --env --header --timeout --autoStart --tool-prefix"
                    + " --description --auth-type --forward-token --required-audiences --auth-issuer --auth-scopes"
        },
        sortOptions = false)
final class CreateCommand implements OpenCommand {
    static final List<String> TYPES = List.of("mcpserver", "workflow");

    private final Shell shell;
    private List<Given> given = List.of();

    @Mixin
    CommonFlags flags = new CommonFlags();

    @Parameters(index = "0", arity = "0..1", paramLabel = "TYPE", description = "mcpserver or workflow.")
    String type = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "Its name.")
    String name = "";

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "YAML or JSON of the definition, as a resource or flat; - reads standard input.")
    @Nullable
    String file;

    CreateCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public int positions() {
        return 2;
    }

    @Override
    public boolean readsFile() {
        return true;
    }

    @Override
    public void accept(List<Given> given) {
        this.given = given;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (!type.isEmpty()) {
            ResourceTypes.check(type, TYPES);
        }
        var definition = Optional.ofNullable(file)
                .map(path -> Definition.of(new JsonArgument(shell.console()).document(path), type, name))
                .orElseGet(this::fromFlags);
        try (var server = Conversation.open(shell, flags)) {
            server.show("core_" + definition.type() + "_create", definition.arguments(), Conversation.SHORT);
        }
        return ExitCode.SUCCESS;
    }

    private Definition fromFlags() {
        if (type.isEmpty()) {
            throw new CommandFailure("resource type and name are required, or -f FILE");
        }
        if (name.isEmpty()) {
            throw new CommandFailure(
                    type.equals("mcpserver")
                            ? "MCPServer creation requires: muster create mcpserver <name> --type <type> [options]"
                            : "resource name is required");
        }
        if (type.equals("workflow")) {
            throw new CommandFailure("a workflow needs steps: muster create workflow " + name + " -f FILE");
        }
        var options = new ServerOptions(given);
        if (!flags.quiet) {
            options.unknown()
                    .forEach(option -> shell.console()
                            .note("Warning: --" + option + " ignored" + Suggestion.of(option, ServerOptions.NAMES)));
        }
        return new Definition(type, options.arguments(name));
    }
}

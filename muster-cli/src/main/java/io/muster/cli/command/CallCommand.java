package io.muster.cli.command;

import io.muster.cli.argument.Given;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster call}. */
@Command(
        name = "call",
        description = "Call a tool; its arguments are given as flags, as in --port 8080 or --name=value.",
        sortOptions = false)
final class CallCommand implements OpenCommand {
    private final Shell shell;
    private List<Given> given = List.of();

    @Mixin
    CommonFlags flags = new CommonFlags();

    @Parameters(paramLabel = "TOOL", description = "Name of the tool, as muster list tools shows it.")
    String tool = "";

    @Option(
            names = "--json",
            paramLabel = "JSON",
            description = "All arguments as one JSON object; @FILE reads it from a file, - from standard input.")
    @Nullable
    String json;

    CallCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public int positions() {
        return 1;
    }

    @Override
    public void accept(List<Given> given) {
        this.given = given;
    }

    @Override
    public Integer call() throws InterruptedException {
        var whole = json == null ? null : new JsonArgument(shell.console()).json(json);
        try (var server = Conversation.open(shell, flags)) {
            var arguments = whole == null ? new ToolSchema(server).arguments(tool, given) : whole;
            server.show(tool, arguments, Conversation.LONG);
        }
        return ExitCode.SUCCESS;
    }
}

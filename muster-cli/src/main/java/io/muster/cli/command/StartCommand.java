package io.muster.cli.command;

import io.muster.cli.argument.Given;
import io.muster.wire.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster start}. */
@Command(
        name = "start",
        description = "Start a service, or run a workflow; its arguments are given as flags, as in --replicas=3.",
        sortOptions = false)
final class StartCommand implements OpenCommand {
    static final List<String> TYPES = List.of("service", "workflow");

    private final Shell shell;
    private List<Given> given = List.of();

    @Mixin
    CommonFlags flags = new CommonFlags();

    @Parameters(index = "0", paramLabel = "TYPE", description = "service or workflow.")
    String type = "";

    @Parameters(index = "1", paramLabel = "NAME", description = "Its name.")
    String name = "";

    @Option(
            names = "--json",
            paramLabel = "JSON",
            description = "All arguments of the workflow as one JSON object; @FILE reads it from a file.")
    @Nullable
    String json;

    StartCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public int positions() {
        return 2;
    }

    @Override
    public void accept(List<Given> given) {
        this.given = given;
    }

    @Override
    public Integer call() throws InterruptedException {
        ResourceTypes.check(type, TYPES);
        var whole = json == null ? null : new JsonArgument(shell.console()).json(json);
        try (var server = Conversation.open(shell, flags)) {
            if (type.equals("service")) {
                server.show("core_service_start", JsonObject.of("name", name), Conversation.LONG);
            } else {
                run(server, whole);
            }
        }
        return ExitCode.SUCCESS;
    }

    private void run(Conversation server, @Nullable JsonObject whole) throws InterruptedException {
        var tool = "workflow_" + name;
        var arguments = whole == null ? new ToolSchema(server).arguments(tool, given) : whole;
        server.show(tool, arguments, Conversation.LONG);
    }
}

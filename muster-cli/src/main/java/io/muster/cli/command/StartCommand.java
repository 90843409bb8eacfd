package io.muster.cli.command;

import io.muster.cli.syntax.Others;
import io.muster.cli.syntax.Parameter;
import io.muster.cli.syntax.Setting;
import io.muster.cli.syntax.Syntax;
import io.muster.wire.json.JsonObject;
import java.util.List;

/** {@code muster start}. */
final class StartCommand implements Command {
    static final List<String> TYPES = List.of("service", "workflow");

    private final Syntax syntax = Syntax.of(
            "start", "Start a service, or run a workflow; its arguments are given as flags, as in --replicas=3.");
    private final CommonFlags flags = new CommonFlags(syntax);
    private final Parameter type = syntax.parameter("TYPE", "service or workflow.");
    private final Parameter name = syntax.parameter("NAME", "Its name.");
    private final Setting<String> json = syntax.text(
            "--json", "JSON", "All arguments of the workflow as one JSON object; @FILE reads it from a file.");
    private final Others others = syntax.others();

    private final Shell shell;

    StartCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Syntax syntax() {
        return syntax.runs(this::run);
    }

    private int run() throws InterruptedException {
        ResourceTypes.check(type.text(), TYPES);
        var whole = json.value().map(new JsonArgument(shell.console())::json);
        try (var server = Conversation.open(shell, flags)) {
            if (type.text().equals("service")) {
                server.show("core_service_start", JsonObject.of("name", name.text()), Conversation.LONG);
            } else {
                var tool = "workflow_" + name.text();
                var arguments =
                        whole.isPresent() ? whole.get() : new ToolSchema(server).arguments(tool, others.given());
                server.show(tool, arguments, Conversation.LONG);
            }
        }
        return ExitCode.SUCCESS;
    }
}

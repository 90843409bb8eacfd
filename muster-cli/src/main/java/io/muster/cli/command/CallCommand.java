package io.muster.cli.command;

import io.muster.cli.syntax.Others;
import io.muster.cli.syntax.Parameter;
import io.muster.cli.syntax.Setting;
import io.muster.cli.syntax.Syntax;

/** {@code muster call}. */
final class CallCommand implements Command {
    private final Syntax syntax =
            Syntax.of("call", "Call a tool; its arguments are given as flags, as in --port 8080 or --name=value.");
    private final CommonFlags flags = new CommonFlags(syntax);
    private final Parameter tool = syntax.parameter("TOOL", "Name of the tool, as muster list tools shows it.");
    private final Setting<String> json = syntax.text(
            "--json", "JSON", "All arguments as one JSON object; @FILE reads it from a file, - from standard input.");
    private final Others others = syntax.others();

    private final Shell shell;

    CallCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Syntax syntax() {
        return syntax.runs(this::run);
    }

    private int run() throws InterruptedException {
        var whole = json.value().map(new JsonArgument(shell.console())::json);
        try (var server = Conversation.open(shell, flags)) {
            var arguments =
                    whole.isPresent() ? whole.get() : new ToolSchema(server).arguments(tool.text(), others.given());
            server.show(tool.text(), arguments, Conversation.LONG);
        }
        return ExitCode.SUCCESS;
    }
}

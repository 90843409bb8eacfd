package io.muster.cli.command;

import io.muster.cli.syntax.Parameter;
import io.muster.cli.syntax.Syntax;
import io.muster.wire.json.JsonObject;
import java.util.List;

/** {@code muster stop}. */
final class StopCommand implements Command {
    static final List<String> TYPES = List.of("service");

    private final Syntax syntax = Syntax.of("stop", "Stop a service.");
    private final CommonFlags flags = new CommonFlags(syntax);
    private final Parameter type = syntax.parameter("TYPE", "service.");
    private final Parameter name = syntax.parameter("NAME", "Its name.");

    private final Shell shell;

    StopCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Syntax syntax() {
        return syntax.runs(this::run);
    }

    private int run() throws InterruptedException {
        ResourceTypes.check(type.text(), TYPES);
        try (var server = Conversation.open(shell, flags)) {
            server.show("core_service_stop", JsonObject.of("name", name.text()), Conversation.SHORT);
        }
        return ExitCode.SUCCESS;
    }
}

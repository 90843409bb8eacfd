package io.muster.cli.command;

import io.muster.wire.json.JsonObject;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code muster stop}. */
@Command(name = "stop", description = "Stop a service.", sortOptions = false)
final class StopCommand implements Callable<Integer> {
    static final List<String> TYPES = List.of("service");

    private final Shell shell;

    @Mixin
    CommonFlags flags = new CommonFlags();

    @Parameters(index = "0", paramLabel = "TYPE", description = "service.")
    String type = "";

    @Parameters(index = "1", paramLabel = "NAME", description = "Its name.")
    String name = "";

    StopCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws InterruptedException {
        ResourceTypes.check(type, TYPES);
        try (var server = Conversation.open(shell, flags)) {
            server.show("core_service_stop", JsonObject.of("name", name), Conversation.SHORT);
        }
        return ExitCode.SUCCESS;
    }
}

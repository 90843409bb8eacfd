package io.muster.cli.command;

import io.muster.cli.client.Endpoint;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code muster standalone}: a server and the bridge to it in one process. */
@Command(
        name = "standalone",
        description = "Serve, and be an MCP server on standard input and output for one IDE, in one process.",
        sortOptions = false)
final class StandaloneCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    ServeFlags serve = new ServeFlags();

    @Mixin
    AgentFlags agent = new AgentFlags();

    StandaloneCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws InterruptedException {
        agent.check();
        if (agent.repl) {
            throw new CommandFailure("standard input and output belong to the IDE here; use: muster agent --repl");
        }
        try (var server = shell.program().start(serve.options(shell.console().err()))) {
            var endpoint = agent.endpoint == null || agent.endpoint.isEmpty()
                    ? server.endpoint().toString()
                    : agent.endpoint;
            new AgentSessions(shell, agent, false)
                    .bridge(AgentCommand.destination(Endpoint.of(endpoint, Optional.empty()), agent));
        }
        return ExitCode.SUCCESS;
    }
}

package io.muster.cli.command;

import io.muster.cli.client.Endpoint;
import io.muster.cli.syntax.Syntax;
import java.util.Optional;

/** {@code muster standalone}: a server and the bridge to it in one process. */
final class StandaloneCommand implements Command {
    private final Syntax syntax = Syntax.of(
            "standalone", "Serve, and be an MCP server on standard input and output for one IDE, in one process.");
    private final ServeFlags serve = new ServeFlags(syntax);
    private final AgentFlags agent = new AgentFlags(syntax);

    private final Shell shell;

    StandaloneCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Syntax syntax() {
        return syntax.runs(this::run);
    }

    private int run() throws InterruptedException {
        agent.check();
        if (agent.isRepl()) {
            throw new CommandFailure("standard input and output belong to the IDE here; use: muster agent --repl");
        }
        try (var server = shell.program().start(serve.options(shell.console().err()))) {
            var endpoint = agent.endpoint()
                    .filter(text -> !text.isEmpty())
                    .orElseGet(() -> server.endpoint().toString());
            new AgentSessions(shell, agent, false)
                    .bridge(AgentCommand.destination(Endpoint.of(endpoint, Optional.empty()), agent));
        }
        return ExitCode.SUCCESS;
    }
}

package io.muster.cli.command;

import io.muster.cli.syntax.Flag;
import io.muster.cli.syntax.Setting;
import io.muster.cli.syntax.Syntax;
import java.nio.file.Path;

/** {@code muster test}: so far only the mock server that scenarios put behind a gateway. */
final class TestCommand implements Command {
    private final Syntax syntax = Syntax.of("test", "Be a mock MCP server on standard input and output.");
    private final Flag mockServer = syntax.flag("--mock-mcp-server", "Be a mock MCP server; needs --mock-config.");
    private final Setting<Path> mockConfig =
            syntax.path("--mock-config", "FILE", "YAML file with the tools of the mock server.");

    private final Program program;

    TestCommand(Program program) {
        this.program = program;
    }

    @Override
    public Syntax syntax() {
        return syntax.runs(this::run);
    }

    private int run() throws InterruptedException {
        if (!mockServer.isSet()) {
            throw new CommandFailure("nothing to do: use --mock-mcp-server with --mock-config FILE");
        }
        program.mockServer(mockConfig
                .value()
                .orElseThrow(() -> new CommandFailure("--mock-config is required when using --mock-mcp-server")));
        return ExitCode.SUCCESS;
    }
}

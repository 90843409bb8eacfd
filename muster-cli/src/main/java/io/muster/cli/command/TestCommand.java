package io.muster.cli.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code muster test}: so far only the mock server that scenarios put behind a gateway. */
@Command(name = "test", description = "Be a mock MCP server on standard input and output.", sortOptions = false)
final class TestCommand implements Callable<Integer> {
    private final Program program;

    @Option(names = "--mock-mcp-server", description = "Be a mock MCP server; needs --mock-config.")
    boolean mockServer;

    @Option(names = "--mock-config", paramLabel = "FILE", description = "YAML file with the tools of the mock server.")
    @Nullable
    Path mockConfig;

    TestCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (!mockServer) {
            throw new CommandFailure("nothing to do: use --mock-mcp-server with --mock-config FILE");
        }
        if (mockConfig == null) {
            throw new CommandFailure("--mock-config is required when using --mock-mcp-server");
        }
        program.mockServer(mockConfig);
        return ExitCode.SUCCESS;
    }
}

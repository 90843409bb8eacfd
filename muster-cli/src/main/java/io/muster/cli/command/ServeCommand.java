package io.muster.cli.command;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code muster serve}. */
@Command(
        name = "serve",
        description = "Start the MCP servers that the configuration names and serve all of them at one endpoint.",
        sortOptions = false)
final class ServeCommand implements Callable<Integer> {
    private final Program program;
    private final PrintWriter err;

    @Mixin
    ServeFlags flags = new ServeFlags();

    ServeCommand(Program program, PrintWriter err) {
        this.program = program;
        this.err = err;
    }

    @Override
    public Integer call() throws InterruptedException {
        program.serve(flags.options(err));
        return ExitCode.SUCCESS;
    }
}

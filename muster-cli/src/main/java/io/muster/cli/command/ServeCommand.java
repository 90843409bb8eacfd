package io.muster.cli.command;

import io.muster.cli.syntax.Syntax;
import java.io.PrintWriter;

/** {@code muster serve}. */
final class ServeCommand implements Command {
    private final Syntax syntax = Syntax.of(
            "serve", "Start the MCP servers that the configuration names and serve all of them at one endpoint.");
    private final ServeFlags flags = new ServeFlags(syntax);

    private final Program program;
    private final PrintWriter err;

    ServeCommand(Program program, PrintWriter err) {
        this.program = program;
        this.err = err;
    }

    @Override
    public Syntax syntax() {
        return syntax.runs(this::run);
    }

    private int run() throws InterruptedException {
        program.serve(flags.options(err));
        return ExitCode.SUCCESS;
    }
}

package io.muster.cli.command;

import io.muster.cli.syntax.Syntax;

/** {@code muster __manual}: prints the manual page that is packaged with the program. */
final class ManualCommand implements Command {
    private final Syntax syntax = Syntax.of("__manual");

    private final Shell shell;

    ManualCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Syntax syntax() {
        return syntax.runs(this::run);
    }

    private int run() {
        var commands = CommandTable.names().stream()
                .flatMap(name -> CommandTable.create(name, shell).stream())
                .toList();
        shell.console().print(ManualPage.of(shell.program().version(), commands));
        return ExitCode.SUCCESS;
    }
}

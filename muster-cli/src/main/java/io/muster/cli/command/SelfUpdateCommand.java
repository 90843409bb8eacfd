package io.muster.cli.command;

import io.muster.cli.syntax.Syntax;

/** {@code muster self-update}: there is no way to do it safely from inside, so it says how to do it. */
final class SelfUpdateCommand implements Command {
    private final Syntax syntax = Syntax.of("self-update", "Say how to update this program.");

    private final Shell shell;

    SelfUpdateCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Syntax syntax() {
        return syntax.runs(this::run);
    }

    private int run() {
        var version = shell.program().version().number();
        if (version.isEmpty() || version.equals("dev") || version.endsWith("-SNAPSHOT")) {
            throw new CommandFailure("cannot self-update a development version");
        }
        shell.console().println("Current version: " + version);
        throw new CommandFailure("this program does not replace itself: download the new archive, check its checksum"
                + " and unpack it over the old one, or use the package manager that installed it");
    }
}

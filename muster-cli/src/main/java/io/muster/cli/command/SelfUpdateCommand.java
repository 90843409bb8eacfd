package io.muster.cli.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code muster self-update}: there is no way to do it safely from inside, so it says how to do it. */
@Command(name = "self-update", description = "Say how to update this program.")
final class SelfUpdateCommand implements Callable<Integer> {
    private final Shell shell;

    SelfUpdateCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var version = shell.program().version().number();
        if (version.isEmpty() || version.equals("dev") || version.endsWith("-SNAPSHOT")) {
            throw new CommandFailure("cannot self-update a development version");
        }
        shell.console().println("Current version: " + version);
        throw new CommandFailure("this program does not replace itself: download the new archive, check its checksum"
                + " and unpack it over the old one, or use the package manager that installed it");
    }
}

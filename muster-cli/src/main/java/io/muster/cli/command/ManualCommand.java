package io.muster.cli.command;

import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** {@code muster __manual}: prints the manual page that is packaged with the program. */
@Command(name = "__manual", hidden = true)
final class ManualCommand implements Callable<Integer> {
    private final Shell shell;

    ManualCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var commands = CommandTable.names().stream()
                .flatMap(name -> CommandTable.create(name, shell).stream()
                        .map(CommandLine::new)
                        .map(line -> line.setCommandName("muster " + name)))
                .map(CommandLine::getCommandSpec)
                .flatMap(ManualCommand::withSubcommands)
                .toList();
        shell.console().print(ManualPage.of(shell.program().version(), commands));
        return ExitCode.SUCCESS;
    }

    private static Stream<CommandSpec> withSubcommands(CommandSpec command) {
        var subcommands = command.subcommands().values().stream()
                .distinct()
                .map(CommandLine::getCommandSpec)
                .filter(subcommand -> !subcommand.usageMessage().hidden());
        return Stream.concat(Stream.of(command), subcommands);
    }
}

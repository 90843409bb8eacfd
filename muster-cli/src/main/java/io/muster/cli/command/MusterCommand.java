package io.muster.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The program itself: what {@code muster} without a command says. */
@Command(
        name = "muster",
        description = "The control plane between AI agents and MCP servers: one endpoint in front of all of them.",
        synopsisSubcommandLabel = "COMMAND",
        sortOptions = false)
final class MusterCommand {
    @Option(
            names = {"-v", "--version"},
            description = "Print the version.")
    boolean version;
}

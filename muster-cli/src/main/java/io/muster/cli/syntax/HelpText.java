package io.muster.cli.syntax;

import java.util.List;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The help of a command, for a terminal of 80 columns, as picocli lays it out. */
final class HelpText {
    private static final int COLUMNS = 80;
    /** An option that is longer has a line of its own. */
    private static final int WIDEST = 21;

    private HelpText() {}

    /** @param name the whole name of the command */
    static String of(Syntax syntax, String name) {
        var command = CommandModel.of(syntax, name, _ -> true);
        command.getSubcommands().values().forEach(subcommand -> describe(subcommand.getCommandSpec()));
        describe(command.getCommandSpec())
                .footer(literal(syntax.footer()))
                .sortOptions(false)
                .longOptionsMaxWidth(WIDEST)
                // In tables, the space after the last word of a line counts, too.
                .width(COLUMNS + 1)
                .sectionMap()
                .put(UsageMessageSpec.SECTION_KEY_DESCRIPTION, HelpText::description);
        return command.getUsageMessage(Ansi.OFF);
    }

    private static UsageMessageSpec describe(CommandSpec command) {
        return command.usageMessage()
                .description(literal(CommandModel.syntax(command).description()));
    }

    private static String description(Help help) {
        var lines = help.commandSpec().usageMessage().description();
        return Help.join(Ansi.OFF, COLUMNS, true, lines, new StringBuilder()).toString();
    }

    /** Lines in which nothing is a place to fill. */
    private static String[] literal(List<String> lines) {
        return lines.stream().map(line -> line.replace("%", "%%")).toArray(String[]::new);
    }
}

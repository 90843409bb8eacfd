package io.muster.cli.syntax;

import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A syntax in the terms of picocli. All of it is said by calls: there is nothing to be found by reflection, and nothing
 * about its looks, which only {@link HelpText} needs.
 */
final class CommandModel {
    private CommandModel() {}

    /**
     * The model of a command.
     *
     * @param name what it is called
     * @param wanted which sub-commands it has; each costs as much as the command itself
     */
    static CommandLine of(Syntax syntax, String name, Predicate<Syntax> wanted) {
        var factory = new NoFactory();
        var command = CommandSpec.wrapWithoutInspection(syntax, factory)
                .name(name)
                .aliases(syntax.aliases().toArray(new String[0]))
                .interpolateVariables(false);
        // A word that begins with @ is a word, not the name of a file with more of them.
        command.parser().expandAtFiles(false).allowSubcommandsAsOptionParameters(true);
        for (var parameter : syntax.parameters()) {
            command.addPositional(parameter.spec());
        }
        for (var option : syntax.options()) {
            command.addOption(option.spec().build());
        }
        command.addOption(syntax.help().spec().usageHelp(true).build());
        for (var subcommand : syntax.subcommands()) {
            if (wanted.test(subcommand)) {
                command.addSubcommand(subcommand.name(), of(subcommand, subcommand.name(), wanted));
            }
        }
        return new CommandLine(command, factory);
    }

    /** The syntax that it is the model of. */
    static Syntax syntax(CommandSpec command) {
        return (Syntax) command.userObject();
    }

    /** Picocli asks for objects only where a model names classes. */
    private static final class NoFactory implements IFactory {
        @Override
        public <K> K create(Class<K> type) {
            throw new IllegalStateException("no model names a class: " + type.getName());
        }
    }
}

package io.muster.cli.command;

import io.muster.cli.client.Endpoint;
import io.muster.cli.context.ContextFailure;
import io.muster.cli.context.Contexts;
import io.muster.cli.context.ContextsFile;
import io.muster.cli.context.NamedContext;
import io.muster.cli.format.ContextView;
import io.muster.cli.format.Suggestion;
import io.muster.cli.format.Text;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code muster context}: names for endpoints. */
@Command(name = "context", description = "Manage named endpoints.", sortOptions = false)
final class ContextCommand implements Callable<Integer> {
    private static final String SEE_LIST = ". Use 'muster context list' to see available contexts";

    private final Console console;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            description = "Print results only, and ask nothing.")
    boolean quiet;

    ContextCommand(Shell shell) {
        console = shell.console();
    }

    private ContextsFile file() {
        return ContextsFile.of(console.environment());
    }

    @Override
    public Integer call() {
        console.print(spec.commandLine().getUsageMessage());
        return ExitCode.SUCCESS;
    }

    @Command(name = "list", aliases = "ls", description = "List all contexts.")
    int list() {
        var contexts = file().read();
        if (contexts.all().isEmpty()) {
            say("No contexts configured. Add one with: muster context add <name> --endpoint <url>");
        } else {
            console.print(ContextView.list(contexts));
        }
        return ExitCode.SUCCESS;
    }

    @Command(name = "current", description = "Show the name of the current context.")
    int current() {
        var current = file().read().current();
        if (current.isPresent()) {
            console.println(Text.visible(current.get()));
        } else {
            say("No current context set. Set one with: muster context use <name>");
        }
        return ExitCode.SUCCESS;
    }

    @Command(name = "use", aliases = "switch", description = "Make a context the current one.")
    int use(@Parameters(paramLabel = "NAME", description = "Name of the context.") String name) {
        file().change(contexts -> {
            contexts.require(name, SEE_LIST);
            return contexts.using(name);
        });
        say("Switched to context \"" + name + "\"");
        return ExitCode.SUCCESS;
    }

    @Command(name = "add", description = "Add a context.")
    int add(
            @Parameters(paramLabel = "NAME", description = "Name of the context.") String name,
            @Option(names = "--endpoint", required = true, paramLabel = "URL", description = "MCP endpoint.")
                    String endpoint,
            @Option(names = "--use", description = "Make it the current context, too.") boolean use) {
        var context = NamedContext.of(NamedContext.checkedName(name), checked(endpoint));
        try {
            file().change(contexts -> use ? contexts.added(context).using(name) : contexts.added(context));
        } catch (ContextFailure e) {
            throw new CommandFailure("failed to add context: " + e.getMessage(), e);
        }
        say("Context \"" + name + "\" added.");
        say(use ? "Switched to context \"" + name + "\"" : "To use it, run: muster context use " + name);
        return ExitCode.SUCCESS;
    }

    @Command(
            name = "delete",
            aliases = {"rm", "remove"},
            description = "Delete a context.")
    int delete(
            @Parameters(paramLabel = "NAME", description = "Name of the context.") String name,
            @Option(
                            names = {"-f", "--force"},
                            description = "Do not ask.")
                    boolean force) {
        var contexts = file().read();
        contexts.require(name, "");
        if (!force && !quiet && !isConfirmed("Delete context \"" + name + "\"? [y/N] ")) {
            console.println("Aborted.");
            return ExitCode.SUCCESS;
        }
        file().change(latest -> latest.removed(name));
        say("Context \"" + name + "\" deleted.");
        if (contexts.current().filter(name::equals).isPresent()) {
            say("Note: This was the current context. Current context is now unset.");
        }
        return ExitCode.SUCCESS;
    }

    @Command(name = "rename", description = "Give a context another name.")
    int rename(
            @Parameters(paramLabel = "OLD", description = "Its name so far.") String from,
            @Parameters(paramLabel = "NEW", description = "Its name from now on.") String to) {
        NamedContext.checkedName(to);
        file().change(contexts -> contexts.renamed(from, to));
        say("Context \"" + from + "\" renamed to \"" + to + "\".");
        return ExitCode.SUCCESS;
    }

    @Command(
            name = "show",
            aliases = {"describe", "get"},
            description = "Show a context.")
    int show(
            @Parameters(paramLabel = "NAME", description = "Name of the context.") String name,
            @Option(
                            names = {"-o", "--output"},
                            paramLabel = "FORMAT",
                            defaultValue = "text",
                            description = "text, json or yaml.")
                    String output) {
        var formats = Set.of("text", "json", "yaml");
        if (!formats.contains(output)) {
            throw new CommandFailure("unsupported output format: \"" + output + "\" (valid: text, json, yaml)"
                    + Suggestion.of(output, formats));
        }
        Contexts contexts = file().read();
        var context = contexts.require(name, "");
        console.print(ContextView.show(
                context, contexts.current().filter(name::equals).isPresent(), output));
        return ExitCode.SUCCESS;
    }

    @Command(name = "update", aliases = "set", description = "Change the endpoint of a context.")
    int update(
            @Parameters(paramLabel = "NAME", description = "Name of the context.") String name,
            @Option(names = "--endpoint", required = true, paramLabel = "URL", description = "MCP endpoint.")
                    String endpoint) {
        var checked = checked(endpoint);
        file().change(contexts ->
                contexts.replaced(contexts.require(name, ". Use 'muster context add' to create a new context")
                        .withEndpoint(checked)));
        say("Context \"" + name + "\" updated.");
        return ExitCode.SUCCESS;
    }

    private static String checked(String endpoint) {
        if (endpoint.isBlank()) {
            throw new CommandFailure("endpoint cannot be empty");
        }
        return Endpoint.of(endpoint, Optional.empty()).toString();
    }

    private void say(String text) {
        if (!quiet) {
            console.println(text);
        }
    }

    private boolean isConfirmed(String question) {
        console.print(question);
        try {
            var answer = new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8)).readLine();
            return answer != null && Set.of("y", "Y", "yes", "Yes", "YES").contains(answer.strip());
        } catch (IOException e) {
            throw new UncheckedIOException("the answer cannot be read", e);
        }
    }
}

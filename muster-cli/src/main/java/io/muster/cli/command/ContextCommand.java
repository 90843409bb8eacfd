package io.muster.cli.command;

import io.muster.cli.client.Endpoint;
import io.muster.cli.context.ContextFailure;
import io.muster.cli.context.Contexts;
import io.muster.cli.context.ContextsFile;
import io.muster.cli.context.NamedContext;
import io.muster.cli.format.ContextView;
import io.muster.cli.format.Suggestion;
import io.muster.cli.format.Text;
import io.muster.cli.syntax.Flag;
import io.muster.cli.syntax.Parameter;
import io.muster.cli.syntax.Setting;
import io.muster.cli.syntax.Syntax;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code muster context}: names for endpoints. */
final class ContextCommand implements Command {
    private static final String SEE_LIST = ". Use 'muster context list' to see available contexts";

    private final Syntax syntax = Syntax.of("context", "Manage named endpoints.");
    private final Flag quiet = syntax.flag("-q, --quiet", "Print results only, and ask nothing.");

    private final Console console;

    ContextCommand(Shell shell) {
        console = shell.console();
    }

    @Override
    public Syntax syntax() {
        for (var subcommand : List.of(add(), current(), delete(), list(), rename(), show(), update(), use())) {
            syntax.subcommand(subcommand.sharing(syntax));
        }
        return syntax;
    }

    private ContextsFile file() {
        return ContextsFile.of(console.environment());
    }

    private Syntax list() {
        return Syntax.of("list", "List all contexts.").alias("ls").runs(() -> {
            var contexts = file().read();
            if (contexts.all().isEmpty()) {
                say("No contexts configured. Add one with: muster context add <name> --endpoint <url>");
            } else {
                console.print(ContextView.list(contexts));
            }
            return ExitCode.SUCCESS;
        });
    }

    private Syntax current() {
        return Syntax.of("current", "Show the name of the current context.").runs(() -> {
            var current = file().read().current();
            if (current.isPresent()) {
                console.println(Text.visible(current.get()));
            } else {
                say("No current context set. Set one with: muster context use <name>");
            }
            return ExitCode.SUCCESS;
        });
    }

    private Syntax use() {
        var use = Syntax.of("use", "Make a context the current one.").alias("switch");
        var name = name(use);
        return use.runs(() -> {
            file().change(contexts -> {
                contexts.require(name.text(), SEE_LIST);
                return contexts.using(name.text());
            });
            say("Switched to context \"" + name.text() + "\"");
            return ExitCode.SUCCESS;
        });
    }

    private static Parameter name(Syntax syntax) {
        return syntax.parameter("NAME", "Name of the context.");
    }

    private static Setting<String> endpoint(Syntax syntax) {
        return syntax.requiredText("--endpoint", "URL", "MCP endpoint.");
    }

    private Syntax add() {
        var add = Syntax.of("add", "Add a context.");
        var name = name(add);
        var endpoint = endpoint(add);
        var use = add.flag("--use", "Make it the current context, too.");
        return add.runs(() -> {
            add(NamedContext.of(NamedContext.checkedName(name.text()), checked(endpoint)), use.isSet());
            return ExitCode.SUCCESS;
        });
    }

    private void add(NamedContext context, boolean use) {
        var name = context.name();
        try {
            file().change(contexts -> use ? contexts.added(context).using(name) : contexts.added(context));
        } catch (ContextFailure e) {
            throw new CommandFailure("failed to add context: " + e.getMessage(), e);
        }
        say("Context \"" + name + "\" added.");
        say(use ? "Switched to context \"" + name + "\"" : "To use it, run: muster context use " + name);
    }

    private Syntax delete() {
        var delete = Syntax.of("delete", "Delete a context.").alias("rm", "remove");
        var name = name(delete);
        var force = delete.flag("-f, --force", "Do not ask.");
        return delete.runs(() -> {
            delete(name.text(), force.isSet() || quiet.isSet());
            return ExitCode.SUCCESS;
        });
    }

    private void delete(String name, boolean confirmed) {
        var contexts = file().read();
        contexts.require(name, "");
        if (!confirmed && !isConfirmed("Delete context \"" + name + "\"? [y/N] ")) {
            console.println("Aborted.");
            return;
        }
        file().change(latest -> latest.removed(name));
        say("Context \"" + name + "\" deleted.");
        if (contexts.current().filter(name::equals).isPresent()) {
            say("Note: This was the current context. Current context is now unset.");
        }
    }

    private Syntax rename() {
        var rename = Syntax.of("rename", "Give a context another name.");
        var from = rename.parameter("OLD", "Its name so far.");
        var to = rename.parameter("NEW", "Its name from now on.");
        return rename.runs(() -> {
            NamedContext.checkedName(to.text());
            file().change(contexts -> contexts.renamed(from.text(), to.text()));
            say("Context \"" + from.text() + "\" renamed to \"" + to.text() + "\".");
            return ExitCode.SUCCESS;
        });
    }

    private Syntax show() {
        var show = Syntax.of("show", "Show a context.").alias("describe", "get");
        var name = name(show);
        var output = show.text("-o, --output", "FORMAT", "text, json or yaml.");
        return show.runs(() -> {
            show(name.text(), output.orElse("text"));
            return ExitCode.SUCCESS;
        });
    }

    private void show(String name, String output) {
        var formats = Set.of("text", "json", "yaml");
        if (!formats.contains(output)) {
            throw new CommandFailure("unsupported output format: \"" + output + "\" (valid: text, json, yaml)"
                    + Suggestion.of(output, formats));
        }
        Contexts contexts = file().read();
        var context = contexts.require(name, "");
        console.print(ContextView.show(
                context, contexts.current().filter(name::equals).isPresent(), output));
    }

    private Syntax update() {
        var update = Syntax.of("update", "Change the endpoint of a context.").alias("set");
        var name = name(update);
        var endpoint = endpoint(update);
        return update.runs(() -> {
            var checked = checked(endpoint);
            file().change(contexts -> contexts.replaced(
                    contexts.require(name.text(), ". Use 'muster context add' to create a new context")
                            .withEndpoint(checked)));
            say("Context \"" + name.text() + "\" updated.");
            return ExitCode.SUCCESS;
        });
    }

    private static String checked(Setting<String> endpoint) {
        var text = endpoint.orElse("");
        if (text.isBlank()) {
            throw new CommandFailure("endpoint cannot be empty");
        }
        return Endpoint.of(text, Optional.empty()).toString();
    }

    private void say(String text) {
        if (!quiet.isSet()) {
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

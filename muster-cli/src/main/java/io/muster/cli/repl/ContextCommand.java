package io.muster.cli.repl;

import io.muster.cli.context.ContextFailure;
import io.muster.cli.context.NamedContext;
import io.muster.cli.format.Text;
import io.muster.wire.text.Nearest;
import java.util.List;
import java.util.stream.Stream;

/** {@code context}: where the session is, and going elsewhere. */
record ContextCommand(Places places, Whereabouts whereabouts, Output out) implements ReplCommand {
    private static final List<String> ACTIONS = List.of("list", "use", "switch");
    private static final About ABOUT =
            new About("context", List.of("ctx"), "context [list|use <name>|<name>]", "Show or switch the context");

    /** Where the session is. */
    interface Whereabouts {
        Place now();

        /** Goes there; without a connection the session stays where it is. */
        void go(Place place) throws InterruptedException;
    }

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public void run(Words line) throws InterruptedException {
        var words = line.given().stream().map(Words.Word::text).toList();
        var action = words.size() < 2 ? "" : words.get(1);
        switch (words.size()) {
            case 1 -> current();
            case 2 -> {
                switch (action) {
                    case "list", "ls" -> list();
                    case "use", "switch" -> throw ABOUT.misused();
                    default -> switchTo(checked(action));
                }
            }
            case 3 -> {
                if (!action.equals("use") && !action.equals("switch")) {
                    throw ABOUT.misused();
                }
                switchTo(words.get(2));
            }
            default -> throw ABOUT.misused();
        }
    }

    private void current() {
        var now = whereabouts.now();
        if (now.context().isPresent()) {
            out.result("Current context: " + now.context().get() + " (" + now.destination() + ")");
        } else {
            out.result("No context set; connected to " + now.destination()
                    + "\nList contexts with: context list. Switch with: context use <name>");
        }
    }

    private void list() {
        var contexts = places.contexts();
        if (contexts.all().isEmpty()) {
            out.result("No contexts configured. Add one in a shell with: muster context add <name> --endpoint <url>");
            return;
        }
        var width = contexts.names().stream()
                .mapToInt(name -> Text.length(Text.line(name)))
                .max()
                .orElse(0);
        var text = new StringBuilder("Available contexts:\n");
        for (var context : contexts.all()) {
            var name = Text.line(context.name());
            text.append(
                            whereabouts
                                            .now()
                                            .context()
                                            .filter(context.name()::equals)
                                            .isPresent()
                                    ? "* "
                                    : "  ")
                    .append(name)
                    .repeat(' ', width - Text.length(name) + 2)
                    .append(Text.line(context.endpoint()))
                    .append('\n');
        }
        out.result(text.toString());
    }

    /** A word that is no context, but nearly a sub-command, was meant as that. */
    private String checked(String word) {
        if (!places.contexts().names().contains(word)) {
            Nearest.of(word, ACTIONS).ifPresent(action -> {
                throw new ContextFailure("unknown subcommand \"" + word + "\" - did you mean \"" + action
                        + "\"? Use 'context use " + word + "' to switch to a context named \"" + word + "\"");
            });
        }
        return word;
    }

    private void switchTo(String context) throws InterruptedException {
        var place = places.of(context);
        if (!place.destination()
                .endpoint()
                .equals(whereabouts.now().destination().endpoint())) {
            out.hint("Connecting...");
        }
        whereabouts.go(place);
        places.use(context);
        out.result("Switched to " + context + " (" + place.destination() + ")");
    }

    @Override
    public List<Choice> choices(List<String> before) {
        try {
            var names = places.contexts().all().stream()
                    .filter(context -> Text.line(context.name()).equals(context.name()))
                    .map(ContextCommand::choice);
            return switch (before.size()) {
                case 1 ->
                    Stream.concat(ACTIONS.stream().limit(2).map(action -> Choice.of(action, "")), names)
                            .toList();
                case 2 -> ACTIONS.contains(before.get(1)) && !before.get(1).equals("list") ? names.toList() : List.of();
                default -> List.of();
            };
        } catch (ContextFailure unreadable) {
            return List.of();
        }
    }

    private static Choice choice(NamedContext context) {
        return Choice.of(context.name(), Text.line(context.endpoint()));
    }
}

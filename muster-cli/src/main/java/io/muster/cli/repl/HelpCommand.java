package io.muster.cli.repl;

import io.muster.cli.format.Suggestion;
import io.muster.cli.format.Text;
import java.util.List;
import java.util.function.Supplier;

/**
 * {@code help}: what there is to type.
 *
 * @param all the commands, this one included
 */
record HelpCommand(Supplier<List<About>> all, Output out) implements ReplCommand {
    private static final int NAME = 15;
    private static final int WIDEST = 80;
    private static final About ABOUT = new About("help", List.of("?"), "help [command]", "Explain a command, or all");

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public void run(Words line) {
        var words = line.given();
        out.result(words.size() < 2 ? overview() : one(words.get(1).text()));
    }

    private String overview() {
        var text = new StringBuilder("Commands:\n");
        all.get().forEach(about -> entry(text, about.name(), about.summary()));
        text.append("\nKeys:\n");
        entry(text, "Tab", "Complete commands, names and arguments");
        entry(text, "Up, Ctrl-R", "Earlier lines");
        entry(text, "Ctrl-C", "Cancel the running call, or clear the line");
        entry(text, "Ctrl-D", "Leave");
        text.append("\nhelp <command> says more. Arguments are key=value words or one JSON object.\n");
        return text.toString();
    }

    private void entry(StringBuilder text, String name, String summary) {
        var width = out.width() == 0 ? WIDEST : Math.min(out.width(), WIDEST);
        text.append("  ").append(name).repeat(' ', NAME - name.length());
        var lines = Text.wrapped(summary, Math.max(16, width - NAME - 3));
        text.append(String.join("\n" + " ".repeat(NAME + 2), lines)).append('\n');
    }

    private String one(String word) {
        var names = all.get().stream().map(About::name).toList();
        var about = all.get().stream()
                .filter(candidate -> candidate.isCalled(word))
                .findFirst()
                .orElseThrow(() -> new SessionFailure("Unknown command: " + word + Suggestion.of(word, names)
                        + ". Type 'help' for available commands"));
        var text =
                "Command: " + about.name() + "\nDescription: " + about.summary() + "\nUsage: " + about.usage() + "\n";
        return about.aliases().isEmpty() ? text : text + "Aliases: " + about.aliases() + "\n";
    }

    @Override
    public List<Choice> choices(List<String> before) {
        return before.size() == 1
                ? all.get().stream()
                        .map(about -> Choice.of(about.name(), about.summary()))
                        .toList()
                : List.of();
    }
}

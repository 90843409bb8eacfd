package io.muster.cli.repl;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The commands of a session, found by any of their names, whatever their case. */
final class CommandSet implements Assistant {
    private static final About EXIT = new About("exit", List.of("quit", "q"), "exit", "Leave");

    private final List<ReplCommand> commands = new ArrayList<>();

    void add(ReplCommand command) {
        commands.add(command);
    }

    static boolean isExit(String word) {
        return EXIT.isCalled(word.toLowerCase(Locale.ROOT));
    }

    Optional<ReplCommand> find(String word) {
        var name = word.toLowerCase(Locale.ROOT);
        return commands.stream()
                .filter(command -> command.about().isCalled(name))
                .findFirst();
    }

    List<About> abouts() {
        var abouts = new ArrayList<>(commands.stream().map(ReplCommand::about).toList());
        abouts.add(EXIT);
        return abouts;
    }

    List<String> names() {
        return abouts().stream().map(About::name).toList();
    }

    @Override
    public List<Choice> choices(Words line) {
        var before = line.before();
        var word = line.all().getLast().text();
        return before.isEmpty()
                ? abouts().stream()
                        .map(about -> Choice.of(about.name(), about.summary()))
                        .toList()
                : find(before.getFirst()).map(command -> command.choices(before)).orElse(List.of()).stream()
                        .filter(choice -> choice.complete() || !choice.word().equals(word))
                        .toList();
    }
}

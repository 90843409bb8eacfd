package io.muster.cli.repl;

import io.muster.cli.format.Suggestion;
import java.util.List;
import java.util.Locale;

/** {@code notifications}: whether what the server says by itself is shown. */
record NotificationsCommand(Notices notices, Output out) implements ReplCommand {
    private static final List<String> ACTIONS = List.of("on", "off");
    private static final About ABOUT = new About(
            "notifications",
            List.of("notify"),
            "notifications <on|off>",
            "Show what the server says by itself, or not");

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public void run(Words line) {
        var words = line.given();
        if (words.size() != 2) {
            throw ABOUT.misused();
        }
        var action = words.get(1).text().toLowerCase(Locale.ROOT);
        var wanted = switch (action) {
            case "on", "enable", "true" -> true;
            case "off", "disable", "false" -> false;
            default ->
                throw new SessionFailure(
                        "invalid action: " + action + ". Use 'on' or 'off'" + Suggestion.of(action, ACTIONS));
        };
        notices.show(wanted);
        out.result(wanted ? "Notifications are shown." : "Notifications are not shown any more.");
    }

    @Override
    public List<Choice> choices(List<String> before) {
        return before.size() == 1
                ? ACTIONS.stream().map(action -> Choice.of(action, "")).toList()
                : List.of();
    }
}

package io.muster.cli.repl;

import io.muster.cli.format.OutputFormat;
import io.muster.cli.format.Suggestion;
import java.util.List;
import java.util.Locale;

/** {@code output}: how results look. */
record OutputCommand(Output out) implements ReplCommand {
    private static final About ABOUT =
            new About("output", List.of(), "output [table|wide|json|yaml]", "Show or choose how results look");

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public void run(Words line) {
        var words = line.given();
        if (words.size() > 2) {
            throw ABOUT.misused();
        }
        if (words.size() == 2) {
            var name = words.get(1).text().toLowerCase(Locale.ROOT);
            out.use(OutputFormat.of(name)
                    .orElseThrow(() -> new SessionFailure("unsupported output format: \"" + name + "\" (valid: "
                            + String.join(", ", OutputFormat.NAMES) + ")"
                            + Suggestion.of(name, OutputFormat.NAMES))));
        }
        out.result("Output format: " + out.format().name().toLowerCase(Locale.ROOT));
    }

    @Override
    public List<Choice> choices(List<String> before) {
        return before.size() == 1
                ? OutputFormat.NAMES.stream().map(name -> Choice.of(name, "")).toList()
                : List.of();
    }
}

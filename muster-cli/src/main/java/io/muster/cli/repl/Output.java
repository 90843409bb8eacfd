package io.muster.cli.repl;

import io.muster.cli.format.OutputFormat;
import io.muster.cli.format.Results;
import io.muster.cli.format.Text;
import io.muster.cli.format.Tone;

/** What the session says. Texts may come from strangers: what would command a terminal is taken out here. */
final class Output {
    private final Screen screen;
    private final boolean quiet;
    private volatile OutputFormat format;

    /** @param quiet whether only results and failures are shown */
    Output(Screen screen, OutputFormat format, boolean quiet) {
        this.screen = screen;
        this.format = format;
        this.quiet = quiet;
    }

    OutputFormat format() {
        return format;
    }

    void use(OutputFormat format) {
        this.format = format;
    }

    Results results() {
        return new Results(format, screen.style());
    }

    /** Columns of the terminal; 0 when there are none. */
    int width() {
        return screen.style().width();
    }

    boolean hasColor() {
        return screen.style().color();
    }

    /** A result; a line break at its end is added when there is none. */
    void result(String text) {
        painted(Text.visible(text));
    }

    /** A result in colours of our own, in which strangers' texts are clean already. */
    void painted(String text) {
        screen.print(text.endsWith("\n") ? text : text + "\n");
    }

    /** What only people want to know. */
    void hint(String text) {
        notice(Tone.FAINT, text);
    }

    void notice(Tone tone, String text) {
        if (!quiet) {
            screen.note(tone, Text.visible(text));
        }
    }

    void failure(String text) {
        screen.note(Tone.BAD, Text.visible(text));
    }
}

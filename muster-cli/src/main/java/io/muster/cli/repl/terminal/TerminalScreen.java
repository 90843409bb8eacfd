package io.muster.cli.repl.terminal;

import io.muster.cli.format.Style;
import io.muster.cli.format.Tone;
import io.muster.cli.repl.Assistant;
import io.muster.cli.repl.Choice;
import io.muster.cli.repl.Input;
import io.muster.cli.repl.Prompt;
import io.muster.cli.repl.Screen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReader.Option;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.Terminal.SignalHandler;
import org.jline.terminal.TerminalBuilder;

/** A terminal: lines are edited, completed and remembered, and notes appear above the line being typed. */
public final class TerminalScreen implements Screen {
    /** The first needs nothing but the JDK, the second the program stty. */
    private static final String PROVIDERS =
            TerminalBuilder.PROP_PROVIDER_FFM + "," + TerminalBuilder.PROP_PROVIDER_EXEC;

    private final Terminal terminal;
    private final boolean color;
    private final boolean unicode;
    private final WordCompleter completer = new WordCompleter();
    private final WordCompleter proposals = new WordCompleter();
    private final LineReader commands;
    /** Has no history: answers are nobody's business. */
    private final LineReader answers;

    private volatile LineReader inUse;

    /**
     * @param color whether colours are wanted
     * @param history the file that lines are remembered in
     */
    public TerminalScreen(Terminal terminal, boolean color, Optional<Path> history) {
        var isDumb = terminal.getType().startsWith(Terminal.TYPE_DUMB);
        this.terminal = terminal;
        this.color = color && !isDumb;
        this.unicode = !isDumb && terminal.encoding().equals(StandardCharsets.UTF_8);
        terminal.handle(Signal.TSTP, SignalHandler.SIG_IGN);
        commands = reader(completer);
        inUse = commands;
        history.flatMap(file -> HistoryFile.configure(commands, file)).ifPresent(fault -> note(Tone.WARNING, fault));
        answers = reader(proposals);
        answers.setVariable(LineReader.DISABLE_HISTORY, true);
    }

    /** The terminal of this process. */
    public static TerminalScreen ofProcess(boolean color, Optional<Path> history) {
        try {
            var terminal = TerminalBuilder.builder()
                    .system(true)
                    .dumb(true)
                    .providers(PROVIDERS)
                    .graphemeCluster(false)
                    .build();
            return new TerminalScreen(terminal, color, history);
        } catch (IOException e) {
            throw new UncheckedIOException("the terminal cannot be opened", e);
        }
    }

    private LineReader reader(WordCompleter completer) {
        return LineReaderBuilder.builder()
                .appName("muster")
                .terminal(terminal)
                .parser(new WordParser())
                .completer(completer)
                .history(new HistoryFile())
                .option(Option.DISABLE_EVENT_EXPANSION, true)
                .option(Option.CASE_INSENSITIVE, true)
                .option(Option.CASE_INSENSITIVE_SEARCH, true)
                .option(Option.HISTORY_REDUCE_BLANKS, false)
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, "")
                .variable(LineReader.BELL_STYLE, "none")
                .build();
    }

    @Override
    public Input read(Prompt prompt) {
        inUse = commands;
        return line(commands, prompt.text(unicode));
    }

    @Override
    public Input ask(String question, List<String> choices) {
        inUse = answers;
        proposals.assist(line -> line.before().isEmpty()
                ? choices.stream().map(choice -> new Choice(choice, "", true)).toList()
                : List.of());
        try {
            return line(answers, question);
        } finally {
            inUse = commands;
        }
    }

    private static Input line(LineReader reader, String prompt) {
        try {
            return new Input.Line(reader.readLine(prompt));
        } catch (UserInterruptException e) {
            return new Input.Interrupted(e.getPartialLine().isEmpty());
        } catch (EndOfFileException e) {
            return new Input.End();
        }
    }

    @Override
    public void print(String text) {
        inUse.printAbove(text);
    }

    @Override
    public void note(Tone tone, String text) {
        inUse.printAbove(color ? tone.paint(text) : text);
    }

    @Override
    public Style style() {
        return new Style(true, terminal.getColumns(), color);
    }

    @Override
    public boolean isInteractive() {
        return true;
    }

    @Override
    public void onInterrupt(Runnable task) {
        terminal.handle(Signal.INT, _ -> task.run());
    }

    @Override
    public void assist(Assistant assistant) {
        completer.assist(assistant);
    }

    @Override
    public void close() {
        try {
            terminal.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the terminal cannot be closed", e);
        }
    }
}

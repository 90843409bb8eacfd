package io.muster.cli.command;

import io.muster.cli.format.Style;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What surrounds a command: its streams, its environment, and whether a person watches.
 *
 * @param terminal whether input and output are a terminal
 */
public record Console(
        PrintWriter out, PrintWriter err, InputStream in, Map<String, String> environment, boolean terminal) {
    private static final Pattern SIZE = Pattern.compile("\\d{1,5} (\\d{1,5})");

    public Console {
        environment = Map.copyOf(environment);
    }

    /** The console of this process. */
    public static Console ofProcess() {
        return new Console(
                new PrintWriter(System.out, false, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                System.in,
                System.getenv(),
                Optional.ofNullable(System.console())
                        .filter(java.io.Console::isTerminal)
                        .isPresent());
    }

    /** Prints and flushes. */
    void print(String text) {
        out.print(text);
        out.flush();
    }

    void println(String text) {
        print(text + "\n");
    }

    /** For people only: notes, progress, warnings. */
    void note(String text) {
        err.println(text);
        err.flush();
    }

    /** Whether whoever read the output has gone, so that there is no point in writing more. */
    boolean isClosed() {
        return out.checkError();
    }

    boolean hasColor() {
        return terminal
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
    }

    Style style(boolean headers) {
        return new Style(headers, terminal ? width() : 0, hasColor());
    }

    private int width() {
        var columns = environment.getOrDefault("COLUMNS", "");
        if (columns.matches("[1-9]\\d{0,4}")) {
            return Integer.parseInt(columns);
        }
        return widthOfTerminal();
    }

    /** Asks the terminal itself: shells seldom export COLUMNS. */
    private static int widthOfTerminal() {
        try {
            var process = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (var reader = new BufferedReader(process.inputReader(StandardCharsets.UTF_8))) {
                var line = reader.readLine();
                var size = SIZE.matcher(line == null ? "" : line);
                return size.matches() ? Integer.parseInt(size.group(1)) : 0;
            }
        } catch (IOException noTerminal) {
            return 0;
        }
    }
}

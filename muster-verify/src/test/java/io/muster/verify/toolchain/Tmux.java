package io.muster.verify.toolchain;

import io.muster.verify.program.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/** tmux, which is a real terminal for programs and can be asked what is on its screen. */
public record Tmux(String executable) {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofSeconds(5);
    private static final int ATTEMPTS = 5;

    static Tmux installed() throws MissingToolException {
        if (Installation.probe(Installation.module(), "tmux", "-V").isEmpty()) {
            Installation.ofSystem("tmux");
        }
        return new Tmux("tmux");
    }

    /** Runs a program in a terminal of that size, on a server of tmux of its own. */
    public Pane run(Command command, int columns, int rows) {
        var socket = "verify-" + UUID.randomUUID();
        var line = new ArrayList<>(List.of("-f", "/dev/null", "-u", "new-session", "-d", "-x", "" + columns, "-y"));
        line.add("" + rows);
        line.addAll(command.line());
        var pane = new Pane(new Command(List.of(executable, "-L", socket), command.directory(), command.environment()));
        pane.tmux(line.toArray(String[]::new));
        return pane;
    }

    /** A terminal. Closing it ends the program in it. */
    public record Pane(Command server) implements AutoCloseable {
        /** Types text as it is. */
        public Pane type(String text) {
            tmux("send-keys", "-l", text);
            return this;
        }

        /** Presses keys by their names, such as {@code Enter}, {@code Tab} or {@code C-c}. */
        public Pane press(String... keys) {
            var line = new ArrayList<>(List.of("send-keys"));
            line.addAll(List.of(keys));
            tmux(line.toArray(String[]::new));
            return this;
        }

        /** What is on the screen, without blanks at the ends of lines and empty lines at the end. */
        public String screen() {
            return tmux("capture-pane", "-p").stripTrailing();
        }

        /** The line that the cursor is on, usually. */
        public String lastLine() {
            return screen().lines().reduce("", (_, line) -> line).stripTrailing();
        }

        /** Waits until the text is on the screen. */
        public Pane await(String text) {
            return await(text, () -> screen().contains(text));
        }

        /** Waits until the last line is that one. */
        public Pane awaitLastLine(String text) {
            return await("last line: " + text, () -> lastLine().equals(text));
        }

        /** Presses the key, again when that had no effect yet, until the last line is that one. */
        public Pane pressUntil(String key, String line) {
            for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
                press(key);
                if (becomes(line)) {
                    return this;
                }
            }
            return press(key).awaitLastLine(line);
        }

        private boolean becomes(String line) {
            try {
                Await.until("last line", SHORT, () -> lastLine().equals(line));
                return true;
            } catch (AssertionError notYet) {
                return false;
            }
        }

        private Pane await(String what, BooleanSupplier condition) {
            try {
                Await.until(what, PATIENCE, condition);
                return this;
            } catch (AssertionError e) {
                throw new AssertionError(e.getMessage() + "; the screen shows:\n" + screen(), e);
            }
        }

        private String tmux(String... arguments) {
            var ended = server.with(arguments).run(LIMIT);
            if (ended.exitCode() != 0) {
                throw new IllegalStateException("tmux " + List.of(arguments) + " failed: " + ended.errors());
            }
            return ended.output();
        }

        @Override
        public void close() {
            var _ = server.with("kill-server").run(LIMIT);
        }
    }
}

package io.muster.cli.repl.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.cli.format.Tone;
import io.muster.cli.repl.Choice;
import io.muster.cli.repl.Input;
import io.muster.cli.repl.Prompt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.impl.DumbTerminal;
import org.jline.terminal.impl.LineDisciplineTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Terminals of JLine without a terminal behind them. */
@Timeout(60)
class TerminalScreenTest {
    private static final Prompt PROMPT = new Prompt(Optional.of("prod"), false);

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final PipedOutputStream keys = new PipedOutputStream();
    private final Terminal dumb = dumb();

    @TempDir
    Path home;

    private Terminal dumb() {
        try {
            return new DumbTerminal(
                    "test", Terminal.TYPE_DUMB, new PipedInputStream(keys, 8_192), output, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void close() throws IOException {
        dumb.close();
    }

    @Test
    void a_dumb_terminal_gets_lines_and_no_escape_codes() throws Exception {
        try (var screen = new TerminalScreen(dumb, true, Optional.empty())) {
            type("list tools\nexit\n");

            assertThat(screen.read(PROMPT)).isEqualTo(new Input.Line("list tools"));
            screen.note(Tone.BAD, "a note");
            screen.print("a result\n");
            assertThat(screen.read(PROMPT)).isEqualTo(new Input.Line("exit"));
        }

        assertThat(shown()).contains("m prod > ").contains("a note\n").contains("a result\n");
        assertThat(shown()).doesNotContain("\u001b");
    }

    @Test
    void the_end_of_the_input_ends_the_session() throws Exception {
        keys.close();
        try (var screen = new TerminalScreen(dumb, false, Optional.empty())) {
            assertThat(screen.read(PROMPT)).isEqualTo(new Input.End());
        }
    }

    @Test
    void answers_to_questions_are_not_remembered() throws Exception {
        var history = home.resolve("history");
        try (var screen = new TerminalScreen(dumb, false, Optional.of(history))) {
            type("list tools\nmy answer\n");

            assertThat(screen.read(PROMPT)).isEqualTo(new Input.Line("list tools"));
            assertThat(screen.ask("name: ", List.of("Ada"))).isEqualTo(new Input.Line("my answer"));
        }

        assertThat(Files.readString(history)).isEqualTo("list tools\n");
    }

    @Test
    void ctrl_c_is_passed_on_while_nobody_reads() throws Exception {
        var interrupted = new CountDownLatch(1);
        try (var screen = new TerminalScreen(dumb, false, Optional.empty())) {
            screen.onInterrupt(interrupted::countDown);
            type("a\n");
            screen.read(PROMPT);

            dumb.raise(Signal.INT);

            assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void a_question_that_is_withdrawn_is_no_answer() throws Exception {
        try (var screen = new TerminalScreen(dumb, false, Optional.empty())) {
            Thread.currentThread().interrupt();

            assertThat(screen.ask("name: ", List.of())).isInstanceOf(Input.Interrupted.class);
        } finally {
            var _ = Thread.interrupted();
        }
    }

    @Test
    void the_tab_key_completes_and_a_note_does_not_tear_the_line() throws Exception {
        try (var terminal = new LineDisciplineTerminal("test", "xterm", output, StandardCharsets.UTF_8)) {
            terminal.setSize(Size.of(80, 24));
            var screen = new TerminalScreen(terminal, true, Optional.empty());
            screen.assist(line -> List.of(new Choice("tools", "", true)));

            terminal.processInputBytes("list to\t\n".getBytes(StandardCharsets.UTF_8));

            assertThat(screen.read(PROMPT)).isEqualTo(new Input.Line("list tools "));
            assertThat(screen.style().width()).isEqualTo(80);
            screen.note(Tone.BAD, "red");
            assertThat(shown()).contains("\u001b[31mred\u001b[0m").contains("𝗺 prod » ");
        }
    }

    private void type(String text) throws IOException {
        keys.write(text.getBytes(StandardCharsets.UTF_8));
        keys.flush();
    }

    private String shown() {
        return output.toString(StandardCharsets.UTF_8).replace("\r", "");
    }
}

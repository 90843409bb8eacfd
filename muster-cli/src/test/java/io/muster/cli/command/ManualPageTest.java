package io.muster.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.cli.syntax.Syntax;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManualPageTest {
    private static final Program.Version VERSION = new Program.Version("1.2.3", "abc", "2026-11-21T10:00:00Z");

    @Test
    void a_command_is_explained_with_its_parameters_and_flags() {
        var command = Syntax.of("greet", "Greet somebody.");
        command.parameters("NAME", "Whom.");
        command.text("-w, --with", "WORD", "How.");
        command.hiddenFlag("--secret");

        var page = ManualPage.of(VERSION, List.of(command));

        assertThat(page)
                .startsWith(".TH MUSTER 1 \"2026-11-21\" \"Muster 1.2.3\" \"User Commands\"\n")
                .contains("""
                        .SS "muster greet [NAME...]"
                        Greet somebody.
                        .TP
                        \\fINAME\\fR
                        Whom.
                        .TP
                        \\fB\\-w\\fR, \\fB\\-\\-with\\fR=\\fIWORD\\fR
                        How.
                        """)
                .doesNotContain("\\-\\-secret");
    }

    @Test
    void no_text_is_taken_for_a_request_of_the_formatter() {
        var command = Syntax.of("x", ".so /etc/passwd", "'quoted' \"text\" and a \\backslash");

        var page = ManualPage.of(VERSION, List.of(command));

        assertThat(page).contains("\n\\&.so /etc/passwd\n.br\n\\&'quoted' \\(dqtext\\(dq and a \\ebackslash\n");
    }

    @Test
    void the_page_of_the_program_has_every_command_of_its_help() {
        var out = new StringWriter();
        var commands = new Commands(new RecordingProgram(), new PrintWriter(out), new PrintWriter(out));

        assertThat(commands.run("__manual")).isZero();

        var shown = CommandTable.names().stream()
                .filter(name -> !name.equals("help"))
                .toList();
        assertThat(shown)
                .allSatisfy(name -> assertThat(out.toString()).contains(".SS \"muster " + name.replace("-", "\\-")));
        assertThat(out.toString()).contains(".SS \"muster context add ").doesNotContain("__");
    }
}

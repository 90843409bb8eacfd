package io.muster.cli.repl;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.cli.format.OutputFormat;
import io.muster.mcp.McpOutcome;
import io.muster.wire.json.JsonObject;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswersTest {
    private final FakeScreen screen = new FakeScreen();
    private final Answers answers = new Answers(new Output(screen, OutputFormat.TABLE, false), true, Optional::empty);

    @ParameterizedTest
    @CsvSource({"sampling/createMessage,sampling", "roots/list,roots"})
    void what_a_terminal_cannot_give_is_declined_and_that_is_said(String method, String word) throws Exception {
        assertThat(answers.to(method, JsonObject.EMPTY))
                .isInstanceOfSatisfying(
                        McpOutcome.Failed.class,
                        failed -> assertThat(failed.error().message()).contains("declined", word));
        assertThat(screen.notes())
                .singleElement()
                .satisfies(note -> assertThat(note).startsWith("Declined: ").contains(word));
    }

    @Test
    void a_question_while_no_command_runs_is_cancelled_and_shown() throws Exception {
        var answer = answers.to("elicitation/create", JsonObject.of("message", "how\u001b[2J\nmany?"));

        assertThat(answer).isEqualTo(Question.CANCELLED);
        assertThat(screen.notes())
                .containsExactly("Cancelled a question of the server, as no command is running: how[2J many?");
    }
}

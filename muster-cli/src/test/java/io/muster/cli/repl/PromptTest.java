package io.muster.cli.repl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class PromptTest {
    @Test
    void it_names_the_context_and_a_login_that_is_missing() {
        assertThat(new Prompt(Optional.of("prod"), true).text(true)).isEqualTo("𝗺 prod [AUTH REQUIRED] » ");
        assertThat(new Prompt(Optional.of("prod"), false).text(false)).isEqualTo("m prod > ");
        assertThat(new Prompt(Optional.empty(), false).text(true)).isEqualTo("𝗺 » ");
    }

    @Test
    void a_long_name_is_shortened_between_characters() {
        assertThat(new Prompt(Optional.of("𝗮".repeat(15) + "-".repeat(10) + "𝗯".repeat(10)), false).text(false))
                .isEqualTo("m " + "𝗮".repeat(15) + "..." + "𝗯".repeat(10) + " > ");
    }

    @Test
    void a_name_cannot_command_the_terminal() {
        assertThat(new Prompt(Optional.of("a\u001b[2J\nb"), false).text(false)).isEqualTo("m a[2J b > ");
    }
}

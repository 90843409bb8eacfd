package io.muster.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigDirectoryTest {
    private static final Map<String, String> EVERYTHING =
            Map.of("HOME", "/home/ada", "MUSTER_CONFIG_PATH", "/etc/muster");

    @Test
    void the_flag_wins_over_the_variable_and_the_variable_over_the_home() {
        assertThat(ConfigDirectory.resolve("/srv/muster", EVERYTHING)).isEqualTo(Path.of("/srv/muster"));
        assertThat(ConfigDirectory.resolve("", EVERYTHING)).isEqualTo(Path.of("/etc/muster"));
        assertThat(ConfigDirectory.resolve("", Map.of("HOME", "/home/ada")))
                .isEqualTo(Path.of("/home/ada/.config/muster"));
    }

    @Test
    void a_flag_needs_no_home() {
        assertThat(ConfigDirectory.resolve("/srv/muster", Map.of())).isEqualTo(Path.of("/srv/muster"));
        assertThat(ConfigDirectory.resolve("relative", Map.of())).isAbsolute();
    }

    @Test
    void without_anything_the_message_says_what_to_do() {
        assertThatThrownBy(() -> ConfigDirectory.resolve("", Map.of("HOME", "")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("--config-path")
                .hasMessageContaining("MUSTER_CONFIG_PATH");
    }
}

package io.muster.gateway.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackendTimingsTest {
    private static BackendTimings of(String backoff, String interval) {
        return BackendTimings.of(
                Map.of("MUSTER_MCPSERVER_INITIAL_BACKOFF", backoff, "MUSTER_ORCHESTRATOR_RETRY_INTERVAL", interval));
    }

    @ParameterizedTest
    @CsvSource({"1s,PT1S", "500ms,PT0.5S", "1h30m,PT1H30M", "1.5s,PT1.5S", "250us,PT0.00025S", "2m3s4ms,PT2M3.004S"})
    void durations_are_read_as_operators_write_them(String text, Duration expected) {
        assertThat(of(text, "1s").initialBackoff()).isEqualTo(expected);
        assertThat(of("1s", text).retryInterval()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0s", "-1s", "10", "s", "1 s", "1d", "999999999999h", "PT1S"})
    void anything_else_is_ignored(String text) {
        assertThat(of(text, text)).isEqualTo(BackendTimings.defaults());
    }

    @Test
    void nothing_set_means_the_defaults() {
        assertThat(BackendTimings.of(Map.of())).isEqualTo(BackendTimings.defaults());
        assertThat(BackendTimings.defaults().initialBackoff()).isEqualTo(Duration.ofSeconds(30));
        assertThat(BackendTimings.defaults().retryInterval()).isEqualTo(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @CsvSource({"1,30", "2,60", "3,120", "6,960", "7,1800", "8,1800", "1000000,1800"})
    void the_backoff_doubles_up_to_half_an_hour(int failures, long seconds) {
        assertThat(BackendTimings.defaults().backoff(failures)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void a_longer_first_backoff_than_the_longest_is_cut() {
        assertThat(of("2h", "1s").backoff(1)).isEqualTo(Duration.ofMinutes(30));
    }
}

package io.muster.wire.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {
    @ParameterizedTest
    @CsvSource({
        "0, PT0S",
        "1h, PT1H",
        "1h30m, PT1H30M",
        "1.5h, PT1H30M",
        "720h, PT720H",
        "300ms, PT0.3S",
        "2m3.5s, PT2M3.5S",
        ".5s, PT0.5S",
        "1.s, PT1S",
        "10us, PT0.00001S",
        "10µs, PT0.00001S",
        "-1h, PT-1H",
        "+5s, PT5S"
    })
    void texts_are_read(String text, Duration duration) {
        assertThat(GoDuration.parse(text)).contains(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "h", "1d", "1h 30m", "1h30", "--1h", ".s", "abc", "9999999999999999999h", "1h-1m"})
    void other_texts_are_no_durations(String text) {
        assertThat(GoDuration.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0s",
        "PT1.234S, 1.234s",
        "PT2M3.5S, 2m3.5s",
        "PT1H, 1h0m0s",
        "PT26H1M, 26h1m0s",
        "PT10S, 10s",
        "PT0.012S, 12ms",
        "PT0.0015S, 1.5ms",
        "PT0.0000015S, 1.5µs",
        "PT0.000000007S, 7ns",
        "PT-1.5S, -1.5s"
    })
    void durations_are_written(Duration duration, String text) {
        assertThat(GoDuration.format(duration)).isEqualTo(text);
    }
}

package io.muster.app.logging;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.wire.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LoggingTest {
    private static final ZoneId UTC = ZoneOffset.UTC;
    private static final LogOptions TEXT = new LogOptions(LogOptions.Threshold.INFO, LogOptions.Format.KEY_VALUE);
    private static final LogOptions JSON = new LogOptions(LogOptions.Threshold.INFO, LogOptions.Format.JSON);

    private final Logger log = LoggerFactory.getLogger(LoggingTest.class);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @AfterEach
    void quiet() {
        Logging.start(new LogOptions(LogOptions.Threshold.WARN, LogOptions.Format.KEY_VALUE), System.err, () -> UTC);
    }

    @Test
    void a_line_of_text_has_the_fields_in_their_order() {
        Logging.start(TEXT, out, () -> UTC);

        log.atInfo().addKeyValue("backend", "github").addKeyValue("attempt", 3).log("lease is ready");

        assertThat(lines())
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .matches("time=\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z level=INFO "
                                + "msg=\"lease is ready\" subsystem=LoggingTest backend=github attempt=3"));
    }

    @Test
    void a_line_of_json_has_the_same_fields() {
        Logging.start(JSON, out, () -> UTC);

        log.atWarn()
                .addKeyValue("subsystem", "event")
                .addKeyValue("backend", "git\"hub")
                .log("two\nlines");

        var line = Json.parseObject(lines().getFirst());
        assertThat(line.names()).containsExactly("time", "level", "msg", "subsystem", "backend");
        assertThat(line.text("level")).contains("WARN");
        assertThat(line.text("msg")).contains("two\nlines");
        assertThat(line.text("subsystem")).contains("event");
        assertThat(line.text("backend")).contains("git\"hub");
        assertThat(lines()).hasSize(1);
    }

    @Test
    void text_from_outside_cannot_forge_lines_or_speak_to_the_terminal() {
        Logging.start(TEXT, out, () -> UTC);

        log.atInfo()
                .addKeyValue("name", "x\" level=ERROR\r\ntime=forged \u001b[31m\u2028\u202e\u009b")
                .addKeyValue("a b=c", "plain")
                .log("m\u0000");

        assertThat(lines())
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains("msg=\"m\\u0000\"")
                        .contains("name=\"x\\\" level=ERROR\\r\\ntime=forged \\u001b[31m\\u2028\\u202e\\u009b\"")
                        .contains("\"a b=c\"=plain"));
    }

    @Test
    void endless_values_are_cut() {
        Logging.start(TEXT, out, () -> UTC);

        log.atInfo().addKeyValue("body", "x".repeat(1_000_000)).log("received");

        assertThat(out.size()).isLessThan(20_000);
    }

    @Test
    void a_failure_tells_its_causes_and_an_error_also_where() {
        Logging.start(TEXT, out, () -> UTC);
        var failure = new IllegalStateException("no answer", new java.io.IOException("refused"));

        log.atWarn().setCause(failure).log("ping failed");
        log.atError().setCause(failure).log("cannot go on");

        assertThat(lines().get(0))
                .contains("error=\"IllegalStateException: no answer: IOException: refused\"")
                .doesNotContain("stack=");
        assertThat(lines().get(1)).contains("stack=").contains("LoggingTest");
        assertThat(lines()).hasSize(2);
    }

    @Test
    void the_threshold_decides() {
        Logging.start(TEXT, out, () -> UTC);
        log.atDebug().log("hidden");
        assertThat(lines()).isEmpty();

        Logging.start(new LogOptions(LogOptions.Threshold.DEBUG, LogOptions.Format.KEY_VALUE), out, () -> UTC);
        log.atDebug().log("shown");
        assertThat(lines()).hasSize(1);

        Logging.start(new LogOptions(LogOptions.Threshold.SILENT, LogOptions.Format.KEY_VALUE), out, () -> UTC);
        log.atError().log("silent");
        assertThat(lines()).hasSize(1);
    }

    @Test
    void starting_anew_does_not_close_the_stream() {
        var closed = new boolean[1];
        var stream = new ByteArrayOutputStream() {
            @Override
            public void close() {
                closed[0] = true;
            }
        };

        Logging.start(TEXT, stream, () -> UTC);
        Logging.start(TEXT, stream, () -> UTC);

        assertThat(closed[0]).isFalse();
    }

    @Test
    void options_come_from_flags_and_environment() {
        assertThat(LogOptions.of(false, false, Map.of())).isEqualTo(TEXT);
        assertThat(LogOptions.of(false, false, Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1")))
                .isEqualTo(JSON);
        assertThat(LogOptions.of(true, false, Map.of()).threshold()).isEqualTo(LogOptions.Threshold.DEBUG);
        assertThat(LogOptions.of(true, true, Map.of()).threshold()).isEqualTo(LogOptions.Threshold.SILENT);
        assertThat(LogOptions.of(false, false, Map.of("MUSTER_LOG_LEVEL", "warn"))
                        .threshold())
                .isEqualTo(LogOptions.Threshold.WARN);
        assertThat(LogOptions.of(false, false, Map.of("MUSTER_LOG_LEVEL", "loud"))
                        .threshold())
                .isEqualTo(LogOptions.Threshold.INFO);
    }

    private List<String> lines() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }
}

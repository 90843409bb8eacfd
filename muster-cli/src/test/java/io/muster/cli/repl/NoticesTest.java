package io.muster.cli.repl;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.cli.format.OutputFormat;
import io.muster.mcp.Message.Notification;
import io.muster.testkit.ManualTime;
import io.muster.wire.json.Json;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoticesTest {
    private final ManualTime time = new ManualTime();
    private final FakeScreen screen = new FakeScreen();
    private final Notices notices = new Notices(new Output(screen, OutputFormat.TABLE, false), false, time, time);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "notifications/message  | {'level':'error','logger':'db','data':'down'} | [error] db: down",
                "notifications/message  | {'level':'info','data':{'a':1}}               | [info] {\"a\":1}",
                "notifications/message  | {'data':'a\\u001b[2J\\nb'}                    | [info] a[2J b",
                "notifications/progress | {'progress':3,'total':10,'message':'rows'}    | Progress: 3/10 - rows",
                "notifications/progress | {'progress':0.5}                              | Progress: 0.5",
                "notifications/resources/updated | {'uri':'file:///a'}                  | Resource changed: file:///a",
            })
    void what_the_server_says_is_told_in_a_line(String method, String params, String line) {
        hear(method, params);

        assertThat(screen.notes()).containsExactly(line);
    }

    @Test
    void what_is_for_programs_is_told_on_demand_only() {
        hear("notifications/tools/list_changed", "{}");
        hear("notifications/other", "{'a':1}");
        assertThat(screen.notes()).isEmpty();

        var other = Notification.of("notifications/other", Json.parseObject("{\"a\":1}"));
        assertThat(Notices.text(other, true).orElseThrow().text())
                .isEqualTo("Received notification: notifications/other {\"a\":1}");
    }

    @Test
    void nothing_is_told_when_nobody_wants_to_know() {
        notices.show(false);

        hear("notifications/message", "{'data':'down'}");

        assertThat(screen.notes()).isEmpty();
    }

    @Test
    void progress_is_told_twice_a_second_and_its_end_in_any_case() {
        hear("notifications/progress", "{'progress':1,'total':10}");
        hear("notifications/progress", "{'progress':2,'total':10}");
        time.advance(Duration.ofMillis(600));
        hear("notifications/progress", "{'progress':3,'total':10}");
        hear("notifications/progress", "{'progress':10,'total':10}");

        assertThat(screen.notes()).containsExactly("Progress: 1/10", "Progress: 3/10", "Progress: 10/10");
    }

    @Test
    void a_flood_is_counted_instead_of_shown() {
        for (int i = 0; i < 1_000; i++) {
            hear("notifications/message", "{'data':'x'}");
        }
        assertThat(screen.notes()).hasSize(20);

        time.advance(Duration.ofSeconds(1));
        assertThat(screen.notes()).hasSize(21).last().isEqualTo("... 980 notifications not shown");

        hear("notifications/message", "{'data':'again'}");
        assertThat(screen.notes()).last().isEqualTo("[info] again");
    }

    private void hear(String method, String params) {
        notices.hear(Notification.of(method, Json.parseObject(params.replace('\'', '"'))));
    }
}

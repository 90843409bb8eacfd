package io.muster.gateway.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.testkit.ManualTime;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProblemsTest {
    private final ManualTime time = new ManualTime();
    private final Problems problems = new Problems(time);

    @Test
    void a_problem_is_told_when_it_appears_and_not_again() {
        var one = Map.of("server 'a'", "1");

        assertThat(problems.news(Map.of(), one)).containsExactly("1");
        time.advance(Duration.ofHours(1));
        assertThat(problems.news(one, one)).isEmpty();
    }

    @Test
    void a_problem_that_changes_all_the_time_is_told_once_a_minute() {
        assertThat(problems.news(Map.of(), Map.of("server 'a'", "1"))).containsExactly("1");
        assertThat(problems.news(Map.of("server 'a'", "1"), Map.of("server 'a'", "2")))
                .isEmpty();

        time.advance(Duration.ofMinutes(1));

        assertThat(problems.news(Map.of("server 'a'", "2"), Map.of("server 'a'", "3")))
                .containsExactly("3");
    }

    @Test
    void the_problems_of_one_hide_those_of_no_other() {
        problems.news(Map.of(), Map.of("server 'a'", "1"));

        assertThat(problems.news(Map.of(), Map.of("server 'a'", "2", "server 'b'", "other")))
                .containsExactly("other");
    }
}

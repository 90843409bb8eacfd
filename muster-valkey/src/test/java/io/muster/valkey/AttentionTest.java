package io.muster.valkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AttentionTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Attention attention = new Attention();

    private static Instant at(long millis) {
        return START.plusMillis(millis);
    }

    private void proven(long sent, long heard) {
        attention.heard(attention.next(at(sent)), at(heard));
    }

    @Test
    void nothing_is_believed_before_the_first_beat_has_come_back() {
        attention.listens();
        var beat = attention.next(at(0));

        assertThat(attention.period(at(10))).isEqualTo(Attention.NONE);
        attention.heard(beat, at(10));
        assertThat(attention.period(at(10))).isNotEqualTo(Attention.NONE);
    }

    @Test
    void a_beat_proves_what_was_up_to_its_sending_and_holds_for_two_seconds_from_there() {
        attention.listens();
        proven(0, 700);

        assertThat(attention.period(at(1_999))).isNotEqualTo(Attention.NONE);
        assertThat(attention.period(at(2_000))).isEqualTo(Attention.NONE);
    }

    @Test
    void a_beat_that_comes_too_late_proves_nothing() {
        attention.listens();
        proven(0, 2_500);

        assertThat(attention.period(at(2_500))).isEqualTo(Attention.NONE);
    }

    @Test
    void a_period_lasts_as_long_as_beats_come_in_time() {
        attention.listens();
        proven(0, 10);
        var first = attention.period(at(10));
        proven(1_900, 1_950);

        assertThat(attention.period(at(3_800))).isEqualTo(first);
    }

    @Test
    void after_a_gap_another_period_begins() {
        attention.listens();
        proven(0, 10);
        var first = attention.period(at(10));
        proven(2_100, 2_110);

        assertThat(attention.period(at(2_110))).isNotIn(Attention.NONE, first);
    }

    @Test
    void a_connection_that_is_lost_ends_the_period_at_once() {
        attention.listens();
        proven(0, 10);
        var first = attention.period(at(10));

        attention.lost();
        assertThat(attention.period(at(11))).isEqualTo(Attention.NONE);

        attention.listens();
        proven(20, 30);
        assertThat(attention.period(at(30))).isNotIn(Attention.NONE, first);
    }

    @Test
    void a_beat_that_was_sent_before_the_connection_was_lost_proves_nothing_of_the_next() {
        attention.listens();
        var beat = attention.next(at(0));
        attention.lost();
        attention.listens();

        attention.heard(beat, at(10));

        assertThat(attention.period(at(10))).isEqualTo(Attention.NONE);
    }

    @Test
    void only_the_latest_beat_counts() {
        attention.listens();
        var earlier = attention.next(at(0));
        attention.next(at(300));

        attention.heard(earlier, at(310));

        assertThat(attention.period(at(310))).isEqualTo(Attention.NONE);
    }

    @Test
    void a_clock_that_is_set_back_is_no_reason_to_believe_longer() {
        attention.listens();
        proven(0, 10);

        assertThat(attention.period(START.minus(Duration.ofHours(1)))).isEqualTo(Attention.NONE);
    }

    @Test
    void beats_are_needed_while_a_connection_tells_and_somebody_has_asked_within_a_minute() {
        attention.listens();
        assertThat(attention.needsBeat()).as("nobody has asked").isFalse();

        attention.period(at(0));
        attention.lost();
        assertThat(attention.needsBeat()).as("nothing tells").isFalse();

        attention.listens();
        for (var idle = 1; idle < Attention.MOST_IDLE; idle++) {
            assertThat(attention.needsBeat()).isTrue();
        }
        assertThat(attention.needsBeat()).as("nobody asks any more").isFalse();
    }

    @Test
    void beats_that_do_not_come_back_are_counted_but_not_those_that_were_not_sent() {
        attention.listens();
        attention.next(at(0));
        attention.next(at(300));
        assertThat(attention.unanswered()).isEqualTo(2);

        proven(600, 610);
        assertThat(attention.unanswered()).isZero();

        attention.next(at(900));
        attention.unsent();
        assertThat(attention.unanswered()).isZero();
    }
}

package io.muster.control.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.testkit.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DebounceTest {
    private final ManualTime time = new ManualTime();
    private final List<String> settled = new ArrayList<>();
    private final Debounce<String> debounce = new Debounce<>(FileWatch.QUIET, time, settled::add);

    @Test
    void a_file_written_in_three_pieces_is_looked_at_once() {
        debounce.touch("github");
        time.advance(Duration.ofMillis(300));
        debounce.touch("github");
        time.advance(Duration.ofMillis(300));
        debounce.touch("github");
        time.advance(Duration.ofMillis(499));
        assertThat(settled).isEmpty();

        time.advance(Duration.ofMillis(1));

        assertThat(settled).containsExactly("github");
        time.advance(Duration.ofHours(1));
        assertThat(settled).hasSize(1);
    }

    @Test
    void keys_do_not_wait_for_each_other() {
        debounce.touch("github");
        time.advance(Duration.ofMillis(400));
        debounce.touch("memory");
        time.advance(Duration.ofMillis(100));

        assertThat(settled).containsExactly("github");
    }

    @Test
    void nothing_comes_after_it_was_cleared() {
        debounce.touch("github");
        debounce.clear();
        time.advance(Duration.ofSeconds(1));

        assertThat(settled).isEmpty();
        assertThat(time.waiting()).isZero();
    }
}

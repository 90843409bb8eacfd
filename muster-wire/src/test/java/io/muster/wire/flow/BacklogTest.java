package io.muster.wire.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BacklogTest {
    private final Backlog backlog = new Backlog(3, 100);

    private boolean admits(long weight) {
        return backlog.admit(weight, () -> {}).isPresent();
    }

    @Test
    void so_many_tasks_wait_and_no_more() {
        assertThat(admits(1)).isTrue();
        assertThat(admits(1)).isTrue();
        assertThat(admits(1)).isTrue();

        assertThat(admits(1)).isFalse();
    }

    @Test
    void so_much_waits_and_no_more() {
        assertThat(admits(60)).isTrue();

        assertThat(admits(41)).isFalse();
        assertThat(admits(40)).isTrue();
    }

    @Test
    void what_is_too_heavy_for_others_beside_it_passes_alone() {
        assertThat(admits(1_000)).isTrue();

        assertThat(admits(0)).isFalse();
    }

    @Test
    void there_is_room_again_when_a_task_has_run() {
        var heavy = backlog.admit(100, () -> {}).orElseThrow();
        assertThat(admits(1)).isFalse();

        heavy.run();

        assertThat(admits(100)).isTrue();
    }

    @Test
    void a_task_counts_while_it_runs() {
        var refused = backlog.admit(100, () -> assertThat(admits(1)).isFalse()).orElseThrow();

        refused.run();

        assertThat(admits(1)).isTrue();
    }

    @Test
    void a_task_that_fails_leaves_its_room() {
        var failing = backlog.admit(100, () -> {
            throw new IllegalStateException("broken");
        });

        assertThatThrownBy(() -> failing.orElseThrow().run()).hasMessage("broken");

        assertThat(admits(100)).isTrue();
    }
}

package io.muster.control.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.testkit.ManualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WorkQueueTest {
    private final ManualTime time = new ManualTime();
    private final WorkQueue<String> queue = new WorkQueue<>(time);

    @Test
    void keys_come_in_order_and_each_once() throws InterruptedException {
        queue.add("a");
        queue.add("b");
        queue.add("a");

        assertThat(queue.take()).contains("a");
        assertThat(queue.take()).contains("b");
        assertThat(queue.size()).isZero();
    }

    @Test
    void a_key_added_while_it_is_worked_on_waits_once_more_afterwards() throws InterruptedException {
        queue.add("a");
        queue.take();
        queue.add("a");
        queue.add("a");
        assertThat(queue.size()).isZero();

        queue.done("a");

        assertThat(queue.size()).isEqualTo(1);
        assertThat(queue.take()).contains("a");
        queue.done("a");
        assertThat(queue.size()).isZero();
    }

    @Test
    void a_new_delay_replaces_the_old_one() {
        queue.addAfter("a", Duration.ofSeconds(1));
        queue.addAfter("a", Duration.ofSeconds(5));
        time.advance(Duration.ofSeconds(4));
        assertThat(queue.size()).isZero();

        time.advance(Duration.ofSeconds(1));

        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void an_immediate_add_does_not_cancel_the_delay() throws InterruptedException {
        queue.addAfter("a", Duration.ofSeconds(1));
        queue.add("a");
        queue.take();
        queue.done("a");

        time.advance(Duration.ofSeconds(1));

        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void a_closed_queue_gives_and_takes_nothing() throws InterruptedException {
        queue.add("a");
        queue.addAfter("b", Duration.ofSeconds(1));
        queue.close();
        queue.add("c");
        time.advance(Duration.ofSeconds(1));

        assertThat(queue.take()).isEmpty();
        assertThat(queue.size()).isZero();
        assertThat(time.waiting()).isZero();
    }
}

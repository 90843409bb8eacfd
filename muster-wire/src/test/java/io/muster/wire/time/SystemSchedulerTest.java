package io.muster.wire.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SystemSchedulerTest {
    private static final Duration SHORT = Duration.ofMillis(1);

    @Test
    void a_task_runs_on_a_virtual_thread() throws InterruptedException {
        try (var scheduler = new SystemScheduler()) {
            var threads = new LinkedBlockingQueue<Thread>();

            scheduler.after(SHORT, () -> threads.add(Thread.currentThread()));

            assertThat(threads.poll(30, TimeUnit.SECONDS)).matches(Thread::isVirtual);
        }
    }

    @Test
    void a_repeated_task_that_throws_runs_again() throws InterruptedException {
        try (var scheduler = new SystemScheduler()) {
            var runs = new CountDownLatch(3);

            scheduler.every(SHORT, () -> {
                runs.countDown();
                throw new IllegalStateException("expected by the test");
            });

            assertThat(runs.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void a_task_that_blocks_does_not_delay_others() throws InterruptedException {
        try (var scheduler = new SystemScheduler()) {
            var release = new CountDownLatch(1);
            var blocked = new CountDownLatch(1);
            var other = new CountDownLatch(1);

            scheduler.after(SHORT, () -> {
                blocked.countDown();
                await(release);
            });
            assertThat(blocked.await(30, TimeUnit.SECONDS)).isTrue();
            scheduler.after(SHORT, other::countDown);

            assertThat(other.await(30, TimeUnit.SECONDS)).isTrue();
            release.countDown();
        }
    }

    @Test
    void a_cancelled_repetition_ends_with_the_run_under_way() throws InterruptedException {
        try (var scheduler = new SystemScheduler()) {
            var runs = new SynchronousQueue<String>();
            var timer = scheduler.every(SHORT, () -> put(runs));
            assertThat(runs.poll(30, TimeUnit.SECONDS)).isNotNull();

            timer.cancel();

            var late = 0;
            while (late < 2 && runs.poll(50, TimeUnit.MILLISECONDS) != null) {
                late++;
            }
            assertThat(late).isLessThan(2);
        }
    }

    @Test
    void far_futures_and_a_closed_scheduler_are_no_errors() {
        var scheduler = new SystemScheduler();
        scheduler.after(Duration.ofSeconds(Long.MAX_VALUE), () -> {}).cancel();
        scheduler.close();

        scheduler.after(SHORT, () -> {}).cancel();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void put(SynchronousQueue<String> runs) {
        try {
            runs.offer("run", 30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

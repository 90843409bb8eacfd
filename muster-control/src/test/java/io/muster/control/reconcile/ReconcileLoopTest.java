package io.muster.control.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.control.RecordingScheduler;
import io.muster.control.definition.ResourceKey;
import io.muster.testkit.Eventually;
import io.muster.testkit.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReconcileLoopTest {
    private static final ResourceKey A = ResourceKey.server("a");
    private static final ResourceKey B = ResourceKey.server("b");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ManualTime time = new ManualTime();
    private final RecordingScheduler scheduler = new RecordingScheduler(time);
    private final BlockingQueue<ResourceKey> runs = new LinkedBlockingQueue<>();
    /** Runs that hang do so until the test is over. */
    private final CountDownLatch hang = new CountDownLatch(1);

    private final AtomicInteger count = new AtomicInteger();
    private ReconcileLoop loop = new ReconcileLoop(key -> new Reconciled.Done(), List::of, scheduler);

    @AfterEach
    void close() throws InterruptedException {
        hang.countDown();
        loop.close();
    }

    private void start(Reconciler reconciler, ResourceKey... keys) {
        start(reconciler, () -> List.of(keys));
    }

    private void start(Reconciler reconciler, Supplier<List<ResourceKey>> keys) {
        loop = new ReconcileLoop(
                key -> {
                    count.incrementAndGet();
                    runs.add(key);
                    return reconciler.reconcile(key);
                },
                keys,
                scheduler);
        loop.start();
    }

    private ResourceKey next() throws InterruptedException {
        return Eventually.next("a run", runs);
    }

    @Test
    void every_key_is_reconciled_at_start_and_with_each_resync() throws InterruptedException {
        start(key -> new Reconciled.Done(), A, B);
        next();
        next();
        loop.settle(A, PATIENCE);
        loop.settle(B, PATIENCE);
        assertThat(loop.firstPassDone()).isTrue();
        runs.clear();

        time.advance(ReconcileLoop.RESYNC);

        assertThat(List.of(next(), next())).containsExactlyInAnyOrder(A, B);
    }

    @Test
    void a_failing_key_is_tried_five_times_with_growing_pauses() throws InterruptedException {
        start(
                key -> {
                    throw new IllegalStateException("store is away");
                },
                A);

        for (int seconds : new int[] {1, 2, 4, 8}) {
            next();
            scheduler.awaitDelay(Duration.ofSeconds(seconds));
            time.advance(Duration.ofSeconds(seconds));
        }
        next();
        loop.settle(B, PATIENCE);

        assertThat(count.get() - 1).isEqualTo(ReconcileLoop.ATTEMPTS);
    }

    @Test
    void an_invalid_definition_is_not_tried_again() throws InterruptedException {
        start(key -> new Reconciled.Invalid(List.of()), A);
        next();
        loop.settle(A, PATIENCE);
        runs.clear();

        time.advance(ReconcileLoop.RESYNC.minusSeconds(1));

        assertThat(runs).isEmpty();
    }

    @Test
    void a_key_that_asks_for_it_is_looked_at_again() throws InterruptedException {
        start(key -> new Reconciled.Again(Duration.ofSeconds(7)), A);
        next();
        scheduler.awaitDelay(Duration.ofSeconds(7));

        time.advance(Duration.ofSeconds(7));

        assertThat(next()).isEqualTo(A);
    }

    @Test
    void a_run_that_takes_too_long_is_interrupted_and_tried_again() throws InterruptedException {
        var interrupted = new CountDownLatch(1);
        start(
                key -> {
                    try {
                        hang.await();
                    } finally {
                        interrupted.countDown();
                    }
                    return new Reconciled.Done();
                },
                A);
        next();

        time.advance(ReconcileLoop.LIMIT);

        Eventually.open("the run is interrupted", interrupted);
        scheduler.awaitDelay(ReconcileLoop.FIRST_PAUSE);
    }

    @Test
    void who_waits_hears_of_a_run_that_began_after_the_change() throws InterruptedException {
        var release = new CountDownLatch(1);
        start(
                key -> {
                    release.await();
                    return new Reconciled.Done();
                },
                A);
        next();
        var answers = new LinkedBlockingQueue<Integer>();
        var waiter = Thread.ofVirtual().start(() -> {
            try {
                loop.settle(A, PATIENCE);
                answers.add(count.get());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        scheduler.awaitDelay(PATIENCE);
        release.countDown();

        assertThat(Eventually.next("an answer", answers)).isEqualTo(2);
        Eventually.ended("the waiter", waiter);
    }

    @Test
    void waiting_ends_with_patience() throws InterruptedException {
        start(
                key -> {
                    hang.await();
                    return new Reconciled.Done();
                },
                A);
        var answers = new LinkedBlockingQueue<Boolean>();
        Thread.ofVirtual().start(() -> {
            try {
                answers.add(loop.settle(A, PATIENCE));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        scheduler.awaitDelay(PATIENCE);

        time.advance(PATIENCE);

        assertThat(Eventually.next("an answer", answers)).isFalse();
    }

    @Test
    void a_key_is_never_with_two_workers() throws InterruptedException {
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        start(key -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            inside.decrementAndGet();
            return new Reconciled.Done();
        });

        for (int i = 0; i < 200; i++) {
            loop.changed(A);
        }
        loop.settle(A, PATIENCE);

        assertThat(most).hasValue(1);
    }

    @Test
    void a_list_that_fails_is_made_up_for_by_the_next_resync() throws InterruptedException {
        var fails = new AtomicInteger(1);
        start(key -> new Reconciled.Done(), () -> {
            if (fails.getAndDecrement() > 0) {
                throw new IllegalStateException("store is away");
            }
            return List.of(A);
        });
        assertThat(loop.firstPassDone()).isFalse();

        time.advance(ReconcileLoop.RESYNC);

        assertThat(next()).isEqualTo(A);
        loop.settle(A, PATIENCE);
        assertThat(loop.firstPassDone()).isTrue();
    }
}

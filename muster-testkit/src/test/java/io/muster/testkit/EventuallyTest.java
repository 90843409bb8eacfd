package io.muster.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class EventuallyTest {
    private static final Duration SOON = Duration.ofMillis(5);

    @Test
    void what_happens_ends_the_wait() throws Exception {
        var asked = new AtomicInteger();
        var latch = new CountDownLatch(1);
        var queue = new ArrayBlockingQueue<String>(1);
        var future = new CompletableFuture<String>();
        var thread = Thread.startVirtualThread(() -> {
            Eventually.until("asked", () -> asked.get() > 2);
            latch.countDown();
            queue.add("element");
            future.complete("result");
        });

        Eventually.until("asked again and again", () -> asked.incrementAndGet() > 2);
        Eventually.open("latch", latch);
        Eventually.ended("thread", thread);

        assertThat(Eventually.next("element", queue)).isEqualTo("element");
        assertThat(Eventually.result("result", future)).isEqualTo("result");
    }

    @Test
    void what_never_happens_is_named() {
        var thread = Thread.ofVirtual().start(() -> LockSupport.park(this));

        assertNamed(() -> Eventually.until("nothing", SOON, () -> false));
        assertNamed(() -> Eventually.open("nothing", SOON, new CountDownLatch(1)));
        assertNamed(() -> Eventually.next("nothing", SOON, new ArrayBlockingQueue<>(1)));
        assertNamed(() -> Eventually.result("nothing", SOON, new CompletableFuture<>()));
        assertNamed(() -> Eventually.ended("nothing", SOON, thread));

        thread.interrupt();
    }

    private static void assertNamed(ThrowingCallable wait) {
        assertThatThrownBy(wait).isInstanceOf(AssertionError.class).hasMessageContaining("within PT0.005S: nothing");
    }

    @Test
    void a_failed_future_is_not_a_late_one() {
        var failed = CompletableFuture.failedFuture(new IllegalStateException("broken"));

        assertThatThrownBy(() -> Eventually.result("result", failed))
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("broken");
    }

    @Test
    void an_interrupted_test_stops_waiting() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> Eventually.until("nothing", () -> false)).hasMessageContaining("interrupted");

        assertThat(Thread.interrupted()).isTrue();
    }
}

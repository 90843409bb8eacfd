package io.muster.cli.repl;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.mcp.McpOutcome;
import io.muster.wire.json.JsonObject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TurnTest {
    private static final McpOutcome YES = new McpOutcome.Complete(JsonObject.of("action", "accept"));

    @Test
    void a_question_is_answered_by_the_thread_that_waits_for_the_command() throws Exception {
        var person = Thread.currentThread();
        var asked = new AtomicReference<Thread>();
        var answer = new CompletableFuture<McpOutcome>();
        var self = new CompletableFuture<Turn>();
        var turn = new Turn(() -> answer.complete(self.join().ask(JsonObject.EMPTY)));
        self.complete(turn);

        var failure = turn.play(_ -> {
            asked.set(Thread.currentThread());
            return YES;
        });

        assertThat(failure).isEmpty();
        assertThat(asked.get()).isSameAs(person);
        assertThat(answer).isCompletedWithValue(YES);
    }

    @Test
    void a_cancelled_command_ends_with_its_interruption() throws Exception {
        var begun = new CountDownLatch(1);
        var turn = new Turn(() -> {
            begun.countDown();
            new CountDownLatch(1).await();
        });
        Thread.ofVirtual().start(() -> {
            try {
                if (begun.await(20, TimeUnit.SECONDS)) {
                    turn.cancel();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        assertThat(turn.play(_ -> YES)).containsInstanceOf(InterruptedException.class);
    }

    @Test
    void a_question_of_a_call_that_ends_is_withdrawn_from_the_person() throws Exception {
        var asking = new CountDownLatch(1);
        var self = new CompletableFuture<Turn>();
        var turn = new Turn(() -> {
            var call = Thread.ofVirtual().start(() -> {
                try {
                    self.join().ask(JsonObject.EMPTY);
                } catch (InterruptedException ended) {
                    Thread.currentThread().interrupt();
                }
            });
            if (asking.await(20, TimeUnit.SECONDS)) {
                call.interrupt();
            }
        });
        self.complete(turn);

        var failure = turn.play(_ -> {
            asking.countDown();
            try {
                new CountDownLatch(1).await(20, TimeUnit.SECONDS);
                throw new AssertionError("the question was not withdrawn");
            } catch (InterruptedException withdrawn) {
                return Question.CANCELLED;
            }
        });

        assertThat(failure).isEmpty();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void after_its_end_nobody_is_asked_any_more() throws Exception {
        var turn = new Turn(() -> {});
        turn.play(_ -> YES);

        assertThat(turn.ask(JsonObject.EMPTY)).isEqualTo(Question.CANCELLED);
    }
}

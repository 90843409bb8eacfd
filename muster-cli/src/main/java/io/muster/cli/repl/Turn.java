package io.muster.cli.repl;

import io.muster.mcp.McpOutcome;
import io.muster.wire.json.JsonObject;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * One command under way on a thread of its own, so that it can be interrupted, while the thread of the session waits and
 * asks the person what the server wants to know.
 */
final class Turn {
    /** More questions at once than a person would answer. */
    private static final int MOST_QUESTIONS = 10;

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Thread worker;
    private boolean ended;
    private int waiting;

    /** What may be done in a turn. */
    interface Work {
        void run() throws InterruptedException;
    }

    private sealed interface Event {
        record Ended(Optional<Exception> failure) implements Event {}

        record Asked(Question question) implements Event {}
    }

    Turn(Work work) {
        worker = Thread.ofVirtual().name("repl-command").unstarted(() -> run(work));
    }

    private void run(Work work) {
        try {
            work.run();
            events.add(new Event.Ended(Optional.empty()));
        } catch (InterruptedException | RuntimeException e) {
            events.add(new Event.Ended(Optional.of(e)));
        }
    }

    /** Runs the command to its end; answers why it failed, if it did. */
    Optional<Exception> play(Question.Dialogue dialogue) throws InterruptedException {
        worker.start();
        try {
            while (true) {
                switch (events.take()) {
                    case Event.Ended(var failure) -> {
                        return failure;
                    }
                    case Event.Asked(var question) -> {
                        question.put(dialogue);
                        answered();
                    }
                }
            }
        } finally {
            end();
        }
    }

    /** Stops the command; the server is told that its call is cancelled. */
    void cancel() {
        worker.interrupt();
    }

    /** Has the person asked, and waits for the answer. */
    McpOutcome ask(JsonObject params) throws InterruptedException {
        var question = new Question(params);
        synchronized (this) {
            if (ended || waiting >= MOST_QUESTIONS) {
                return Question.CANCELLED;
            }
            waiting++;
            events.add(new Event.Asked(question));
        }
        return question.await();
    }

    private synchronized void answered() {
        waiting--;
    }

    private synchronized void end() {
        ended = true;
        for (var event : events) {
            if (event instanceof Event.Asked(var question)) {
                question.cancel();
            }
        }
    }
}

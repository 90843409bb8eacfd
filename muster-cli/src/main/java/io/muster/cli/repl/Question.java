package io.muster.cli.repl;

import io.muster.mcp.McpOutcome;
import io.muster.wire.json.JsonObject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** A question of the server, asked on one thread and answered on another; it can be withdrawn in between. */
final class Question {
    static final McpOutcome CANCELLED = new McpOutcome.Complete(JsonObject.of("action", "cancel"));

    private final JsonObject params;
    private final CompletableFuture<McpOutcome> answer = new CompletableFuture<>();
    private @Nullable Thread reader;

    /** A conversation with the person about the parameters of a question. */
    interface Dialogue {
        McpOutcome hold(JsonObject params);
    }

    Question(JsonObject params) {
        this.params = params;
    }

    /** Waits for the answer; when this thread is interrupted, the person is no longer asked. */
    McpOutcome await() throws InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        } finally {
            withdraw();
        }
    }

    private synchronized void withdraw() {
        answer.complete(CANCELLED);
        if (reader != null) {
            reader.interrupt();
        }
    }

    /** Asks the person, on this thread, unless nobody waits for the answer any more. */
    void put(Dialogue dialogue) {
        if (!begin()) {
            return;
        }
        var outcome = CANCELLED;
        try {
            outcome = dialogue.hold(params);
        } finally {
            end();
            answer.complete(outcome);
        }
    }

    void cancel() {
        answer.complete(CANCELLED);
    }

    private synchronized boolean begin() {
        if (answer.isDone()) {
            return false;
        }
        reader = Thread.currentThread();
        return true;
    }

    private synchronized void end() {
        reader = null;
        // An interrupt that came too late was meant for the question, not for what comes next.
        var _ = Thread.interrupted();
    }
}

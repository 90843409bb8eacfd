package io.muster.bench;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.locks.LockSupport;

/** Waits, by asking again and again, for what a gateway that was just started can do at some time. */
final class Readiness {
    private static final long PAUSE_NANOS = 2_000_000;

    private final URI endpoint;
    private final Visitor visitor;
    private final long end;

    Readiness(URI endpoint, long budgetNanos) {
        this(endpoint, Visitor.ANYBODY, budgetNanos);
    }

    Readiness(URI endpoint, Visitor visitor, long budgetNanos) {
        this.endpoint = endpoint;
        this.visitor = visitor;
        this.end = System.nanoTime() + budgetNanos;
    }

    /** Until it answers {@code initialize}. */
    McpCaller awaitHandshake() {
        while (true) {
            try {
                return McpCaller.connect(endpoint, visitor);
            } catch (IOException | IllegalStateException notYet) {
                pause(notYet);
            }
        }
    }

    /** Until a tool of a backend can be called through the meta-tool. */
    void await(String tool) throws IOException {
        try (var caller = awaitHandshake()) {
            while (true) {
                try {
                    caller.prepare(ToolCall.throughMetaTool(tool));
                    return;
                } catch (IllegalStateException notYet) {
                    pause(notYet);
                }
            }
        }
    }

    private void pause(Exception last) {
        if (System.nanoTime() > end) {
            throw new IllegalStateException(endpoint + " did not become ready", last);
        }
        LockSupport.parkNanos(PAUSE_NANOS);
    }
}

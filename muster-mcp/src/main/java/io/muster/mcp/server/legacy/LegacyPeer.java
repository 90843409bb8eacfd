package io.muster.mcp.server.legacy;

import io.muster.mcp.Envelope.TraceContext;
import io.muster.mcp.McpError;
import io.muster.mcp.McpRejection;
import io.muster.mcp.McpServer;
import io.muster.mcp.Message;
import io.muster.mcp.Revision;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonValue;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * A transport session whose messages to the client, answers included, share one stream: stdio, and HTTP+SSE of
 * 2024-11-05. Calls run on virtual threads, as many as the limits allow; {@code initialize} and {@code ping} are answered
 * before the next message is taken.
 */
public final class LegacyPeer<P> implements AutoCloseable {
    private final LegacySession<P> session;
    private int pending;

    public LegacyPeer(
            String id,
            P principal,
            McpServer<P> server,
            Revision unsaid,
            SessionLimits limits,
            RandomGenerator random) {
        this.session = new LegacySession<>(id, principal, server, unsaid, limits, random);
    }

    /** Takes a message of the client. */
    public void accept(JsonValue message, TraceContext trace) throws InterruptedException {
        accept(message, trace, () -> {});
    }

    /** @param done to be run when the message is not needed any more */
    void accept(JsonValue message, TraceContext trace, Runnable done) throws InterruptedException {
        if (!begin(message, trace, done)) {
            done.run();
        }
    }

    /** Answers whether a call was left to another thread, which runs what is to be done afterwards. */
    private boolean begin(JsonValue message, TraceContext trace, Runnable done) throws InterruptedException {
        Work<P> work;
        try {
            work = session.receive(message, trace);
        } catch (McpRejection rejection) {
            refuse(LegacySession.idOf(message).isPresent() ? message : JsonObject.EMPTY, rejection.error());
            return false;
        }
        if (work.isDone()) {
            return false;
        }
        work.begin();
        if (work.isPrompt()) {
            perform(work);
            return false;
        }
        count(1);
        Thread.ofVirtual().name("mcp-call").start(() -> {
            try {
                perform(work);
            } catch (InterruptedException closing) {
                Thread.currentThread().interrupt();
            } finally {
                done.run();
                count(-1);
            }
        });
        return true;
    }

    /** Answers a message that cannot be read. */
    public void refuse(JsonValue message, McpError error) throws InterruptedException {
        session.mailbox()
                .send(Message.Response.error(LegacySession.idOf(message), error).json());
    }

    /** Hands over messages to the client, one at a time, until the session has ended and none is left. */
    public void drainTo(Consumer<JsonValue> client) throws InterruptedException {
        try (var reader = session.mailbox().open()) {
            while (reader.next() instanceof Mailbox.Delivery.Letter letter) {
                client.accept(letter.message());
            }
        }
    }

    /** Waits until no call is in flight. */
    public synchronized void awaitQuiet() throws InterruptedException {
        while (pending > 0) {
            wait();
        }
    }

    /** Cancels calls in flight and ends the session. */
    @Override
    public void close() {
        session.end();
    }

    LegacySession<P> session() {
        return session;
    }

    private void perform(Work<P> work) throws InterruptedException {
        var answer = work.perform(session.mailbox());
        if (answer.isPresent()) {
            session.mailbox().send(answer.get());
        }
    }

    private synchronized void count(int change) {
        pending += change;
        notifyAll();
    }
}

package io.muster.mcp.client;

import io.muster.mcp.Message;
import io.muster.mcp.Revision;
import io.muster.testkit.Eventually;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import io.muster.wire.time.Deadline;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** A line whose far end is the test. Answers {@code initialize} by itself. */
final class FakeWire implements Wire {
    final BlockingQueue<JsonObject> sent = new LinkedBlockingQueue<>();
    final List<PendingCall> released = new CopyOnWriteArrayList<>();
    private volatile @Nullable PendingCall lastCall;
    volatile boolean closed;
    volatile boolean listening;
    private final String initializeAnswer;
    private volatile @Nullable Inbox inbox;

    FakeWire() {
        this("""
                {"result":{"protocolVersion":"2025-06-18","capabilities":{"tools":{}},\
                "serverInfo":{"name":"fake","version":"1"},"instructions":"be nice"}}""");
    }

    FakeWire(String initializeAnswer) {
        this.initializeAnswer = initializeAnswer;
    }

    @Override
    public void open(Inbox inbox, Deadline deadline) {
        this.inbox = inbox;
    }

    @Override
    public void request(PendingCall call) {
        call.departs();
        lastCall = call;
        if (call.request().method().equals("initialize")) {
            sent.add(call.request().json());
            var answer = Json.parseObject(initializeAnswer)
                    .with("jsonrpc", "2.0")
                    .with("id", call.request().id().value());
            says(answer.toString());
        } else {
            sent.add(call.request().json());
        }
    }

    @Override
    public void release(PendingCall call) {
        released.add(call);
    }

    @Override
    public void send(Message message, Deadline deadline) {
        sent.add(message.json());
    }

    @Override
    public void agreed(Revision revision) {}

    @Override
    public void listen(Deadline deadline) {
        listening = true;
    }

    @Override
    public void close() {
        closed = true;
    }

    void says(String text) {
        inbox().received(text.getBytes(StandardCharsets.UTF_8), Optional.empty());
    }

    void saysOnStream(String text, PendingCall call) {
        inbox().received(text.getBytes(StandardCharsets.UTF_8), Optional.of(call));
    }

    PendingCall lastCall() {
        var call = lastCall;
        if (call == null) {
            throw new IllegalStateException();
        }
        return call;
    }

    Inbox inbox() {
        var known = inbox;
        if (known == null) {
            throw new IllegalStateException();
        }
        return known;
    }

    JsonObject nextSent() throws InterruptedException {
        return Eventually.next("a message to the server", sent);
    }
}

package io.muster.mcp.client;

import io.muster.mcp.McpCall;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.Message;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.RequestId;
import io.muster.wire.json.JsonValue;
import io.muster.wire.time.Deadline;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A call that waits for its answer. What arrives for it is queued and delivered on the caller's own thread, in order,
 * so that a slow client holds up nobody else's messages.
 */
final class PendingCall {
    /** More than a client can want to see; a server that floods loses notifications, never the answer. */
    private static final int MAX_WAITING = 1_000;

    /** Calls in the course of which a server may ask something or log. */
    private static final Set<String> TALKATIVE =
            Set.of("tools/call", "prompts/get", "resources/read", "completion/complete");

    private final long number;
    private final McpCall call;
    private final ReplyChannel reply;
    private final Deadline deadline;
    private final Message.Request request;
    private final Optional<JsonValue> callerToken;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean departed;
    private volatile boolean answered;

    private sealed interface Event {
        record Heard(Message.Notification notification) implements Event {}

        record Answered(McpOutcome outcome) implements Event {}

        record Failed(McpTransportException cause) implements Event {}
    }

    PendingCall(long number, McpCall call, ReplyChannel reply, Deadline deadline) {
        this.number = number;
        this.call = call;
        this.reply = reply;
        this.deadline = deadline;
        this.callerToken = RequestMeta.progressToken(call);
        this.request =
                Message.Request.of(RequestId.of(number), call.method(), RequestMeta.params(call, callerToken, number));
    }

    long number() {
        return number;
    }

    Message.Request request() {
        return request;
    }

    ReplyChannel reply() {
        return reply;
    }

    Deadline deadline() {
        return deadline;
    }

    /** The token under which the caller wants to hear of progress. */
    Optional<JsonValue> callerToken() {
        return callerToken;
    }

    boolean isTalkative() {
        return TALKATIVE.contains(call.method());
    }

    boolean canDo(String capability) {
        return call.envelope().canDo(capability);
    }

    /** Whether both calls came from one client for certain. */
    boolean sameClient(PendingCall other) {
        var id = reply.client().id();
        return !id.isEmpty() && id.equals(other.reply.client().id());
    }

    /** The request is about to be sent: from now on the server may have acted on it. */
    void departs() {
        departed = true;
    }

    boolean hasDeparted() {
        return departed;
    }

    /** Whether the server has answered. */
    boolean isAnswered() {
        return answered;
    }

    /** Whether the call has an answer or a failure. */
    boolean isEnded() {
        return ended.get();
    }

    /** Queues a notification for the caller; dropped when too many wait. */
    void hear(Message.Notification notification) {
        if (!ended.get() && events.size() < MAX_WAITING) {
            events.add(new Event.Heard(notification));
        }
    }

    void answer(McpOutcome outcome) {
        if (ended.compareAndSet(false, true)) {
            answered = true;
            events.add(new Event.Answered(outcome));
        }
    }

    void fail(McpTransportException cause) {
        if (ended.compareAndSet(false, true)) {
            events.add(new Event.Failed(cause));
        }
    }

    /** Delivers notifications until the call has ended. Called once, by the caller. */
    McpOutcome await() throws InterruptedException {
        while (true) {
            switch (events.take()) {
                case Event.Heard(var notification) -> reply.send(notification);
                case Event.Answered(var outcome) -> {
                    return outcome;
                }
                case Event.Failed(var cause) -> throw cause;
            }
        }
    }
}

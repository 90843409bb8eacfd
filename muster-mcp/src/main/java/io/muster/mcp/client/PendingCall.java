package io.muster.mcp.client;

import io.muster.mcp.McpCall;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.Message;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.RequestId;
import io.muster.wire.json.JsonValue;
import io.muster.wire.time.Deadline;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A call that waits for its answer. What the server says in its course is delivered in order and before the answer, on a
 * thread of its own, so that a slow client holds up nobody else's messages.
 */
final class PendingCall {
    /** Calls in the course of which a server may ask something or log. */
    private static final Set<String> TALKATIVE =
            Set.of("tools/call", "prompts/get", "resources/read", "completion/complete");

    private final long number;
    private final McpCall call;
    private final ReplyChannel reply;
    private final Deadline deadline;
    private final Message.Request request;
    private final Optional<JsonValue> callerToken;
    private final AtomicReference<@Nullable End> end = new AtomicReference<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private @Nullable Mailbox heard;
    private volatile Runnable onFailure = () -> {};
    private volatile boolean departed;

    private sealed interface End {
        record Answered(McpOutcome outcome) implements End {}

        record Failed(McpTransportException cause) implements End {}
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
        return end.get() instanceof End.Answered;
    }

    /** Whether the call has an answer or a failure. */
    boolean isEnded() {
        return end.get() != null;
    }

    /** Has something done as soon as the call has failed; at once when it has. */
    void whenFailed(Runnable task) {
        onFailure = task;
        if (end.get() instanceof End.Failed) {
            task.run();
        }
    }

    /** Passes a notification on to the caller; dropped when too much waits: a server that floods loses them. */
    void hear(Message.Notification notification) {
        if (!isEnded()) {
            mailbox().post(notification, reply::send);
        }
    }

    private synchronized Mailbox mailbox() {
        var known = heard == null ? new Mailbox() : heard;
        heard = known;
        return known;
    }

    void answer(McpOutcome outcome) {
        end(new End.Answered(outcome));
    }

    void fail(McpTransportException cause) {
        if (end(new End.Failed(cause))) {
            onFailure.run();
        }
    }

    private boolean end(End how) {
        var first = end.compareAndSet(null, how);
        if (first) {
            ended.countDown();
        }
        return first;
    }

    /** Waits until the call has ended and what was heard before is delivered. Called once, by the caller. */
    McpOutcome await() throws InterruptedException {
        ended.await();
        var unheard = unheard();
        if (unheard != null) {
            unheard.await();
        }
        return switch (Objects.requireNonNull(end.get())) {
            case End.Answered(var outcome) -> outcome;
            case End.Failed(var cause) -> throw cause;
        };
    }

    private synchronized @Nullable Mailbox unheard() {
        return heard;
    }
}

package io.muster.mcp.client;

import io.muster.mcp.McpError;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.McpRejection;
import io.muster.mcp.Message;
import io.muster.mcp.RequestId;
import io.muster.wire.flow.Backlog;
import io.muster.wire.json.Json;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a server asks us and is not answered yet. Each question has a virtual thread. */
final class Questions {
    private static final Logger log = LoggerFactory.getLogger(Questions.class);
    private static final int MAX_OPEN = 64;
    /** Bytes of open questions; samplings may carry pictures. */
    private static final long MAX_OPEN_BYTES = 16 << 20;

    private final Backlog backlog = new Backlog(MAX_OPEN, MAX_OPEN_BYTES);
    private final Map<RequestId, Question> open = new ConcurrentHashMap<>();
    private final Consumer<Message.Response> answers;

    /** Knows the answer to a question. */
    interface Answerer {
        McpOutcome answer() throws InterruptedException;
    }

    private record Question(Optional<PendingCall> call, Thread thread) {}

    /** @param answers sends an answer; may block */
    Questions(Consumer<Message.Response> answers) {
        this.answers = answers;
    }

    /**
     * Answers a question as soon as the answerer knows the answer.
     *
     * @param call whose end makes the question void
     */
    void ask(Message.Request request, Optional<PendingCall> call, Answerer answerer) {
        var weight = Json.footprint(request.json());
        if (!backlog.enter(weight)) {
            log.atDebug().log("a server asks too much at once: a question is ignored");
            return;
        }
        var id = request.id();
        var thread = Thread.ofVirtual().name("mcp-question").unstarted(() -> {
            try {
                run(id, answerer);
            } finally {
                backlog.leave(weight);
            }
        });
        if (open.putIfAbsent(id, new Question(call, thread)) == null) {
            thread.start();
            call.filter(PendingCall::isEnded).ifPresent(this::endOf);
        } else {
            backlog.leave(weight);
            log.atDebug().log("a server uses the id of an open question again: ignored");
        }
    }

    /** The server no longer wants an answer, and gets none. */
    void cancelled(RequestId id) {
        Optional.ofNullable(open.remove(id))
                .ifPresent(question -> question.thread().interrupt());
    }

    /** Whether a question that the call caused waits for an answer. */
    boolean concern(PendingCall call) {
        return open.values().stream()
                .anyMatch(question -> question.call().filter(call::equals).isPresent());
    }

    /** The call is over: its questions end with an error, so that the server does not wait for ever. */
    void endOf(PendingCall call) {
        open.values().stream()
                .filter(question -> question.call().filter(call::equals).isPresent())
                .forEach(question -> question.thread().interrupt());
    }

    void close() {
        open.keySet().forEach(this::cancelled);
    }

    private void run(RequestId id, Answerer answerer) {
        var response = response(id, answerer);
        if (open.remove(id) != null) {
            answers.accept(response);
        }
    }

    private static Message.Response response(RequestId id, Answerer answerer) {
        try {
            return switch (answerer.answer()) {
                case McpOutcome.Complete(var result) -> Message.Response.result(id, result);
                case McpOutcome.Failed(var error) -> Message.Response.error(Optional.of(id), error);
                case McpOutcome.InputRequired _ -> error(id, McpError.internal("the question cannot be answered"));
            };
        } catch (InterruptedException e) {
            return error(id, McpError.internal("the call that asked this is over"));
        } catch (McpRejection e) {
            return error(id, e.error());
        } catch (RuntimeException e) {
            log.atWarn().setCause(e).log("a server's question failed");
            return error(id, McpError.internal("the question cannot be answered"));
        }
    }

    private static Message.Response error(RequestId id, McpError error) {
        return Message.Response.error(Optional.of(id), error);
    }
}

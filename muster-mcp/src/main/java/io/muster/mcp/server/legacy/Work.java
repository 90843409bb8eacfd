package io.muster.mcp.server.legacy;

import io.muster.mcp.Envelope.TraceContext;
import io.muster.mcp.McpError;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.McpRejection;
import io.muster.mcp.Message;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is left to do for a received message or batch: requests that want answers. Used by one thread at a time; {@link
 * #begin} may run on another thread than {@link #perform}, so that a cancellation finds the call from the moment on
 * when its message was read.
 */
final class Work<P> {
    private static final Logger log = LoggerFactory.getLogger(Work.class);

    private final LegacySession<P> session;
    private final TraceContext trace;
    private final List<Item> items;
    private final boolean batch;
    private final List<Step> steps = new ArrayList<>(1);

    Work(LegacySession<P> session, TraceContext trace, List<Item> items, boolean batch) {
        this.session = session;
        this.trace = trace;
        this.items = items;
        this.batch = batch;
    }

    /** One received message. */
    sealed interface Item {
        Item DONE = new Done();

        /** A request that is still to be answered. */
        record Asked(Message.Request request) implements Item {}

        /** Part of a batch that could not be read. */
        record Refused(Message.Response answer) implements Item {}

        /** A notification or an answer. */
        record Done() implements Item {}
    }

    /** One answer to give. */
    private sealed interface Step {
        /** By making a call. */
        record Run(Message.Request request, CallsInFlight.Call call) implements Step {}

        /** That is known already. */
        record Say(Message.Response answer) implements Step {}
    }

    /** Whether nothing waits for an answer. */
    boolean isDone() {
        return items.stream().allMatch(item -> item instanceof Item.Done);
    }

    /** Whether it is over at once and must be over before the next message is read. */
    boolean isPrompt() {
        return !batch
                && items.getFirst() instanceof Item.Asked(var request)
                && (request.method().equals("initialize") || request.method().equals("ping"));
    }

    /** Registers the calls, for cancellation. */
    void begin() {
        for (var item : items) {
            switch (item) {
                case Item.Asked(var request) -> steps.add(step(request));
                case Item.Refused(var answer) -> steps.add(new Step.Say(answer));
                case Item.Done() -> {}
            }
        }
    }

    /** Makes the calls on the current thread; empty when all of them were cancelled. */
    Optional<JsonValue> perform(Outlet outlet) {
        if (steps.isEmpty()) {
            begin();
        }
        var answers = new ArrayList<JsonValue>(steps.size());
        for (var step : steps) {
            switch (step) {
                case Step.Run run -> answer(run, outlet).ifPresent(answer -> answers.add(answer.json()));
                case Step.Say(var answer) -> answers.add(answer.json());
            }
        }
        if (answers.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(batch ? JsonArray.of(answers) : answers.getFirst());
    }

    private Step step(Message.Request request) {
        return session.calls()
                .begin(request.id())
                .<Step>map(call -> new Step.Run(request, call))
                .orElseGet(() -> new Step.Say(Message.Response.error(
                        Optional.of(request.id()),
                        McpError.internal(
                                session.calls().isFinishing()
                                        ? "the server is shutting down"
                                        : "too many calls of this session are in flight"))));
    }

    private Optional<Message.Response> answer(Step.Run run, Outlet outlet) {
        var request = run.request();
        McpOutcome outcome = new McpOutcome.Failed(McpError.internal("the call was cancelled"));
        boolean cancelled;
        try {
            if (run.call().enter()) {
                outcome = outcome(request, outlet);
            }
        } finally {
            cancelled = run.call().leave();
        }
        return cancelled ? Optional.empty() : Optional.of(render(request, outcome));
    }

    private McpOutcome outcome(Message.Request request, Outlet outlet) {
        try {
            return new Methods<>(session).answer(request, trace, outlet);
        } catch (McpRejection rejection) {
            return new McpOutcome.Failed(rejection.error());
        } catch (InterruptedException interrupted) {
            // Not restored: the thread still has to tell the client, and ends afterwards.
            return new McpOutcome.Failed(McpError.internal("the call was interrupted"));
        } catch (RuntimeException fault) {
            log.atError()
                    .addKeyValue("method", request.method())
                    .setCause(fault)
                    .log("call failed unexpectedly");
            return new McpOutcome.Failed(McpError.internal("internal error"));
        }
    }

    private Message.Response render(Message.Request request, McpOutcome outcome) {
        var revision = session.handshake().defaults().revision();
        return switch (outcome) {
            case McpOutcome.Complete(var result) ->
                Message.Response.result(request.id(), Downgrade.result(request.method(), result, revision));
            case McpOutcome.Failed(var error) ->
                Message.Response.error(Optional.of(request.id()), Downgrade.error(request.method(), error));
            case McpOutcome.InputRequired _ ->
                Message.Response.error(
                        Optional.of(request.id()),
                        McpError.internal("the server asks for input in a way that revision " + revision.date()
                                + " does not have"));
        };
    }
}

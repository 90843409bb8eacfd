package io.muster.mcp.client;

import io.muster.mcp.McpOutcome;
import io.muster.mcp.McpRejection;
import io.muster.mcp.Message;
import io.muster.mcp.RequestId;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonException;
import io.muster.wire.json.JsonLimits;
import io.muster.wire.json.JsonNumber;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import io.muster.wire.json.JsonValue;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides for each arriving message whom it concerns. What cannot be understood fails the one call it belongs to; if it
 * belongs to none, it is ignored and counted.
 */
final class Dispatch implements Inbox {
    private static final Logger log = LoggerFactory.getLogger(Dispatch.class);

    /** What a client must have declared to be asked. */
    private static final Map<String, String> CAPABILITIES = Map.of(
            "sampling/createMessage", "sampling",
            "elicitation/create", "elicitation",
            "roots/list", "roots");

    private final Calls calls;
    private final Questions questions;
    private final Mailbox mailbox;
    private final ServerListener listener;
    private final JsonLimits limits;
    private final Consumer<McpTransportException> end;
    private final AtomicLong ignored = new AtomicLong();

    Dispatch(
            Calls calls,
            Questions questions,
            Mailbox mailbox,
            ServerListener listener,
            int maxMessageBytes,
            Consumer<McpTransportException> end) {
        this.calls = calls;
        this.questions = questions;
        this.mailbox = mailbox;
        this.listener = listener;
        this.limits = new JsonLimits(
                JsonLimits.DEFAULT.maxDepth(), maxMessageBytes, JsonLimits.DEFAULT.maxNumberLength(), maxMessageBytes);
        this.end = end;
    }

    @Override
    public void received(byte[] text, Optional<PendingCall> stream) {
        try {
            var value = Json.parse(text, limits);
            if (value instanceof JsonArray batch) {
                batch.values().forEach(message -> received(message, stream));
            } else {
                received(value, stream);
            }
        } catch (JsonException e) {
            refuse(
                    stream.or(() -> find(MessageScanner.of(text).responseId())),
                    "the server sent malformed JSON: " + e.getMessage());
        }
    }

    @Override
    public void skipped(MessageScanner scanned) {
        refuse(find(scanned.responseId()), "the server's answer exceeds " + limits.maxDocumentBytes() + " bytes");
    }

    @Override
    public void ended(McpTransportException cause) {
        end.accept(cause);
    }

    private void received(JsonValue value, Optional<PendingCall> stream) {
        try {
            switch (Message.of(value)) {
                case Message.Response response -> answered(response, stream);
                case Message.Notification notification -> notified(notification, stream);
                case Message.Request request -> asked(request, stream);
            }
        } catch (McpRejection e) {
            refuse(stream.or(() -> find(responseId(value))), "the server sent an invalid message: " + e.getMessage());
        }
    }

    private void answered(Message.Response response, Optional<PendingCall> stream) {
        // An error without id answers a request that the server could not read: on a stream that is the call's own.
        var call = response.id().isEmpty()
                ? stream
                : find(response.id().map(Dispatch::number).orElseThrow());
        var outcome = response.error()
                .<McpOutcome>map(McpOutcome.Failed::new)
                .or(() -> response.result().map(McpOutcome.Complete::new));
        if (call.isPresent() && outcome.isPresent()) {
            call.get().answer(outcome.get());
        } else {
            refuse(call, "the server's answer has no result object, or no call waits for it");
        }
    }

    private void notified(Message.Notification notification, Optional<PendingCall> stream) {
        switch (notification.method()) {
            case "notifications/progress" -> progressed(notification);
            case "notifications/cancelled" ->
                notification.params().get("requestId").flatMap(Dispatch::id).ifPresent(questions::cancelled);
            case "notifications/message" ->
                stream.or(calls::ofOnlyClient)
                        .ifPresentOrElse(call -> call.hear(notification), () -> tell(notification));
            case "notifications/tools/list_changed",
                    "notifications/resources/list_changed",
                    "notifications/prompts/list_changed",
                    "notifications/resources/updated" -> tell(notification);
            default -> stream.ifPresentOrElse(call -> call.hear(notification), () -> tell(notification));
        }
    }

    private void progressed(Message.Notification notification) {
        var params = notification.params();
        find(params.integer("progressToken"))
                .ifPresentOrElse(
                        call -> call.callerToken()
                                .ifPresent(token ->
                                        call.hear(notification.withParams(params.with("progressToken", token)))),
                        () -> log.atDebug().log("progress of no call in flight"));
    }

    private void tell(Message.Notification notification) {
        mailbox.post(notification, listener::notified);
    }

    private void asked(Message.Request request, Optional<PendingCall> stream) {
        if (request.method().equals("ping")) {
            questions.ask(request, Optional.empty(), () -> new McpOutcome.Complete(JsonObject.EMPTY));
            return;
        }
        var call = stream.or(() -> Optional.ofNullable(CAPABILITIES.get(request.method()))
                .flatMap(capability -> calls.ofOnlyClient().filter(candidate -> candidate.canDo(capability))));
        questions.ask(request, call, () -> call.isPresent() ? relay(call.get(), request) : listener.asked(request));
    }

    private static McpOutcome relay(PendingCall call, Message.Request request) throws InterruptedException {
        return call.reply().ask(request.method(), request.params());
    }

    private void refuse(Optional<PendingCall> call, String reason) {
        call.ifPresent(pending -> pending.fail(Faults.violation(reason)));
        if (call.isEmpty()) {
            log.atDebug().addKeyValue("ignored", ignored.incrementAndGet()).log(reason);
        }
    }

    private Optional<PendingCall> find(OptionalLong number) {
        return number.isPresent() ? calls.find(number.getAsLong()) : Optional.empty();
    }

    private static OptionalLong responseId(JsonValue value) {
        return value instanceof JsonObject object && !object.has("method")
                ? object.integer("id")
                : OptionalLong.empty();
    }

    private static OptionalLong number(RequestId id) {
        return id.value() instanceof JsonNumber number ? number.longValue() : OptionalLong.empty();
    }

    private static Optional<RequestId> id(JsonValue value) {
        return value instanceof JsonString || value instanceof JsonNumber
                ? Optional.of(new RequestId(value))
                : Optional.empty();
    }
}

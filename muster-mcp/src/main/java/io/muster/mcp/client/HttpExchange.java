package io.muster.mcp.client;

import io.muster.wire.outbound.OutboundResponse;
import io.muster.wire.time.Scheduler;
import io.muster.wire.time.TimedWait;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * One call over streamable HTTP: its POST, and the JSON document or event stream that answers it. A stream that ends
 * early is taken up again where it stopped if the server has numbered its events.
 *
 * @see <a href="https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#sending-messages-to-the-server">
 *     Transports, sending messages to the server</a>
 */
final class HttpExchange {
    private static final int MAX_FRUITLESS_RESUMES = 5;
    /** How long a stream may stay open after the answer, so that its connection can be used again. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    private final PendingCall call;
    private final URI url;
    private final HttpLine line;
    private final HttpSession session;
    private final Inbox inbox;
    private final ClientLimits limits;
    private final Scheduler scheduler;
    private final HttpTask task;
    private volatile boolean streaming;

    HttpExchange(
            PendingCall call,
            URI url,
            HttpLine line,
            HttpSession session,
            Inbox inbox,
            ClientLimits limits,
            Scheduler scheduler) {
        this.call = call;
        this.url = url;
        this.line = line;
        this.session = session;
        this.inbox = inbox;
        this.limits = limits;
        this.scheduler = scheduler;
        this.task = HttpTask.of("mcp-call", this::run);
    }

    void start() {
        task.start();
    }

    /** The caller has gone: what remains of an answered stream may end by itself, anything else is stopped. */
    void release() {
        if (!call.isAnswered()) {
            task.stop();
        } else if (streaming) {
            scheduler.after(LINGER, task::stop);
        }
    }

    private void run(HttpTask self) throws InterruptedException {
        try {
            call.departs();
            try (var response = self.hold(line.post(url, call.request(), session.fields(), call.deadline()))) {
                answer(self, response);
            }
        } catch (IOException e) {
            call.fail(Faults.broken(e));
        } catch (RuntimeException e) {
            call.fail(Faults.unexpected(e));
        }
    }

    private void answer(HttpTask self, OutboundResponse response) throws IOException, InterruptedException {
        if (!HttpLine.isSuccess(response)) {
            refused(response);
            return;
        }
        if (isInitialize()) {
            session.begin(response.headers());
        }
        switch (HttpLine.mediaType(response)) {
            case "application/json" -> {
                inbox.received(HttpLine.read(response, limits.maxMessageBytes()), Optional.of(call));
                if (!call.isEnded()) {
                    call.fail(Faults.violation("the server's answer belongs to another request"));
                }
            }
            case "text/event-stream" -> follow(self, response);
            default ->
                call.fail(Faults.violation(
                        "the server answered HTTP " + response.status() + " with neither JSON nor an event stream"));
        }
    }

    private void follow(HttpTask self, OutboundResponse response) throws IOException, InterruptedException {
        streaming = true;
        var feed = new EventFeed(limits.maxMessageBytes());
        var cut = read(feed, response);
        for (int fruitless = 0; !call.isEnded() && feed.lastId().isPresent(); fruitless++) {
            if (fruitless == MAX_FRUITLESS_RESUMES) {
                break;
            }
            TimedWait.pause(feed.retry().orElse(limits.firstBackoff()), scheduler);
            var before = feed.events();
            try (var resumed = self.hold(line.get(url, session.fields(), feed.lastId(), call.deadline()))) {
                if (!HttpLine.isSuccess(resumed) || !HttpLine.isEventStream(resumed)) {
                    break;
                }
                cut = read(feed, resumed);
            }
            fruitless = feed.events() > before ? -1 : fruitless;
        }
        if (!call.isEnded()) {
            call.fail(cut.map(Faults::broken)
                    .orElseGet(() -> Faults.broken("the server ended the event stream without an answer")));
        }
    }

    /** Reads one stream; answers what cut it off. */
    private Optional<IOException> read(EventFeed feed, OutboundResponse response) {
        try {
            feed.read(response.body(), event -> {
                if (EventFeed.isMessage(event)) {
                    inbox.received(event.data(), Optional.of(call));
                }
            });
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e);
        }
    }

    private void refused(OutboundResponse response) {
        var body = HttpLine.errorBody(response);
        var ours = HttpLine.object(body)
                .filter(json -> json.has("error") && json.integer("id").orElse(-1) == call.number());
        var failure = HttpLine.refused(response, body, session.liveId().isPresent());
        if (failure.fault() instanceof McpTransportException.Fault.SessionLost) {
            session.lose();
        }
        if (ours.isPresent() && isClientError(failure)) {
            inbox.received(body, Optional.of(call));
        }
        call.fail(isInitialize() && isClientError(failure) ? hinting(failure) : failure);
    }

    private boolean isInitialize() {
        return call.request().method().equals("initialize");
    }

    private static boolean isClientError(McpTransportException failure) {
        return failure.fault() instanceof McpTransportException.Fault.HttpStatus(int status) && status / 100 == 4;
    }

    private static McpTransportException hinting(McpTransportException failure) {
        return new McpTransportException(
                failure.fault(),
                failure.mayHaveRun(),
                failure.getMessage()
                        + ": initialize was rejected; this may be a legacy SSE server, for which the type is sse");
    }
}

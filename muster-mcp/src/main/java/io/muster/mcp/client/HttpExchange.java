package io.muster.mcp.client;

import io.muster.wire.outbound.OutboundResponse;
import io.muster.wire.time.Deadline;
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
    private HttpTask task;
    private boolean stopped;
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
        this.task = HttpTask.of("mcp-call", this::post);
    }

    /** Sends the request and waits for a document that answers it; a stream is read elsewhere. */
    void run() {
        current().run();
    }

    /** The same on a virtual thread of its own. */
    void start() {
        current().start();
    }

    /** The caller has gone: what remains of an answered stream may end by itself, anything else is stopped. */
    void release() {
        if (!call.isAnswered()) {
            stop();
        } else if (streaming) {
            scheduler.after(LINGER, this::stop);
        }
    }

    void stop() {
        synchronized (this) {
            stopped = true;
        }
        current().stop();
    }

    private synchronized HttpTask current() {
        return task;
    }

    private void post(HttpTask self) throws InterruptedException {
        attempt(() -> {
            call.departs();
            // The call has a timer of its own, which stops this.
            var response = self.hold(line.post(url, call.request(), session.fields(), Deadline.NONE));
            if (HttpLine.isSuccess(response) && HttpLine.isEventStream(response)) {
                greet(response);
                goOn(HttpTask.of("mcp-stream", next -> attempt(() -> follow(next, response))));
            } else {
                try (response) {
                    answer(response);
                }
            }
        });
    }

    private void goOn(HttpTask next) {
        streaming = true;
        boolean late;
        synchronized (this) {
            task = next;
            late = stopped;
        }
        if (late) {
            next.stop();
        }
        next.start();
    }

    private interface Step {
        void take() throws IOException, InterruptedException;
    }

    private void attempt(Step step) throws InterruptedException {
        try {
            step.take();
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            call.fail(Faults.broken(e));
        } catch (RuntimeException e) {
            call.fail(Faults.unexpected(e));
        }
    }

    private void greet(OutboundResponse response) {
        if (isInitialize()) {
            session.begin(response.headers());
        }
    }

    private void answer(OutboundResponse response) throws IOException {
        if (!HttpLine.isSuccess(response)) {
            refused(response);
            return;
        }
        greet(response);
        if (!HttpLine.mediaType(response).equals("application/json")) {
            throw Faults.violation(
                    "the server answered HTTP " + response.status() + " with neither JSON nor an event stream");
        }
        inbox.received(HttpLine.read(response, limits.maxMessageBytes()), Optional.of(call));
        if (!call.isEnded()) {
            throw Faults.violation("the server's answer belongs to another request");
        }
    }

    private void follow(HttpTask self, OutboundResponse response) throws InterruptedException {
        var feed = new EventFeed(limits.maxMessageBytes());
        Optional<IOException> cut;
        try (var _ = self.hold(response)) {
            cut = read(feed, response);
        }
        for (int fruitless = 0; !call.isEnded() && feed.lastId().isPresent(); fruitless++) {
            if (fruitless == MAX_FRUITLESS_RESUMES) {
                break;
            }
            TimedWait.pause(feed.retry().orElse(limits.firstBackoff()), scheduler);
            var before = feed.events();
            try (var resumed = self.hold(line.get(url, session.fields(), feed.lastId(), Deadline.NONE))) {
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
        var failure = HttpLine.refused(response, body, session.wasGiven());
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
        return switch (failure.fault()) {
            case McpTransportException.Fault.Forbidden _ -> true;
            case McpTransportException.Fault.HttpStatus(int status) -> status / 100 == 4;
            default -> false;
        };
    }

    private static McpTransportException hinting(McpTransportException failure) {
        return new McpTransportException(
                failure.fault(),
                failure.mayHaveRun(),
                failure.getMessage()
                        + ": initialize was rejected; this may be a legacy SSE server, for which the type is sse");
    }
}

package io.muster.mcp.client;

import io.muster.mcp.client.McpTransportException.Fault;
import io.muster.wire.outbound.OutboundResponse;
import io.muster.wire.time.Deadline;
import io.muster.wire.time.Scheduler;
import io.muster.wire.time.TimedWait;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The GET stream of streamable HTTP, on which a server speaks outside of calls. Kept open with growing pauses between
 * attempts; a server that does not offer it is asked once.
 *
 * @see <a href="https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#listening-for-messages-from-the-server">
 *     Transports, listening for messages from the server</a>
 */
final class NotificationStream {
    private static final Logger log = LoggerFactory.getLogger(NotificationStream.class);

    private final URI url;
    private final HttpLine line;
    private final HttpSession session;
    private final Inbox inbox;
    private final ClientLimits limits;
    private final Scheduler scheduler;
    private final InstantSource clock;
    private final EventFeed feed;
    private final HttpTask task = HttpTask.of("mcp-listen", this::run);
    private final CompletableFuture<Void> answered = new CompletableFuture<>();
    private Duration backoff;
    private boolean everOpen;

    NotificationStream(
            URI url,
            HttpLine line,
            HttpSession session,
            Inbox inbox,
            ClientLimits limits,
            Scheduler scheduler,
            InstantSource clock) {
        this.url = url;
        this.line = line;
        this.session = session;
        this.inbox = inbox;
        this.limits = limits;
        this.scheduler = scheduler;
        this.clock = clock;
        this.feed = new EventFeed(limits.maxMessageBytes());
        this.backoff = limits.firstBackoff();
    }

    void start() {
        task.start();
    }

    void stop() {
        task.stop();
    }

    /** Complete when the server has answered the first request for the stream, or cannot be reached. */
    CompletableFuture<Void> answered() {
        return answered;
    }

    private void run(HttpTask self) throws InterruptedException {
        while (attempt(self) && !self.isStopped()) {
            TimedWait.pause(pause(), scheduler);
            backoff = shorter(backoff.multipliedBy(2), limits.maxBackoff());
        }
    }

    /** What the server wants after a stream that worked; never less than our own pause after failures. */
    private Duration pause() {
        var works = backoff.equals(limits.firstBackoff());
        return feed.retry()
                .filter(wanted -> works || wanted.compareTo(backoff) > 0)
                .orElse(backoff);
    }

    /** Opens the stream and reads it to its end; false when there is no point in trying again. */
    private boolean attempt(HttpTask self) throws InterruptedException {
        try (var response = self.hold(open())) {
            if (HttpLine.isSuccess(response) && HttpLine.isEventStream(response)) {
                read(response);
                return true;
            }
            return refused(response);
        } catch (McpTransportException e) {
            log.atDebug().addKeyValue("reason", e.getMessage()).log("the notification stream cannot be opened");
            return true;
        } catch (RuntimeException e) {
            log.atWarn().setCause(e).log("the notification stream failed");
            return true;
        }
    }

    private OutboundResponse open() throws InterruptedException {
        try {
            return line.get(url, session.fields(), feed.lastId(), Deadline.NONE);
        } finally {
            answered.complete(null);
        }
    }

    private void read(OutboundResponse response) {
        everOpen = true;
        var opened = clock.instant();
        var before = feed.events();
        try {
            feed.read(response.body(), event -> {
                if (EventFeed.isMessage(event)) {
                    inbox.received(event.data(), Optional.empty());
                }
            });
        } catch (IOException e) {
            log.atDebug().addKeyValue("reason", e.getMessage()).log("the notification stream broke");
        } finally {
            // A server that accepts and hangs up at once gets no shorter pauses by doing so.
            var lived = Duration.between(opened, clock.instant());
            if (feed.events() > before || lived.compareTo(limits.maxBackoff()) >= 0) {
                backoff = limits.firstBackoff();
            }
        }
    }

    private boolean refused(OutboundResponse response) {
        int status = response.status();
        var again = status >= 500 || status == 408 || status == 429;
        if (again) {
            return true;
        }
        var failure = HttpLine.refused(response, new byte[0], session.wasGiven());
        if (tellsTheEnd(failure)) {
            inbox.ended(failure);
        } else if (status == 401) {
            log.atWarn()
                    .addKeyValue("host", url.getHost())
                    .log("the server refuses our credentials for its notifications");
        } else {
            log.atDebug().addKeyValue("status", status).log("the server offers no notification stream");
        }
        return false;
    }

    /** A server without such a stream may answer 404, too, so that of a stream that never worked says nothing by itself. */
    private boolean tellsTheEnd(McpTransportException failure) {
        return switch (failure.fault()) {
            case Fault.SessionLost _ -> everOpen || session.isLost();
            case Fault.Unauthorized _ -> everOpen;
            default -> false;
        };
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}

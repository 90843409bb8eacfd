package io.muster.mcp.client;

import io.muster.mcp.client.McpTransportException.Fault;
import io.muster.wire.outbound.OutboundResponse;
import io.muster.wire.time.Deadline;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The GET stream of streamable HTTP, opened when somebody asks for it and never again by itself. One stream at a time.
 *
 * @see NotificationStream which keeps it open
 */
final class Listening {
    private static final Logger log = LoggerFactory.getLogger(Listening.class);

    private final URI url;
    private final HttpLine line;
    private final HttpSession session;
    private final Inbox inbox;
    private final EventFeed feed;

    /** @param feed of the streams before it */
    Listening(URI url, HttpLine line, HttpSession session, Inbox inbox, EventFeed feed) {
        this.url = url;
        this.line = line;
        this.session = session;
        this.inbox = inbox;
        this.feed = feed;
    }

    /** Opens the stream and reads it to its end, on a virtual thread; an interrupt ends it. */
    StreamEnd read() throws InterruptedException {
        try (var response = line.get(url, session.fields(), feed.lastId(), Deadline.NONE)) {
            if (!HttpLine.isSuccess(response) || !HttpLine.isEventStream(response)) {
                return refused(response);
            }
            feed.read(response.body(), event -> {
                if (EventFeed.isMessage(event)) {
                    inbox.received(event.data(), Optional.empty());
                }
            });
        } catch (IOException | McpTransportException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            log.atDebug().addKeyValue("reason", e.getMessage()).log("the notification stream broke");
        }
        return StreamEnd.BROKEN;
    }

    private StreamEnd refused(OutboundResponse response) {
        int status = response.status();
        if (status == 405 || status == 501 || status / 100 == 2) {
            return StreamEnd.UNSUPPORTED;
        }
        var failure = HttpLine.refused(response, new byte[0], session.wasGiven());
        if (failure.fault() instanceof Fault.SessionLost) {
            inbox.ended(failure);
        }
        return status == 401 || status == 403 ? StreamEnd.REFUSED : StreamEnd.BROKEN;
    }
}

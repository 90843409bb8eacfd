package io.muster.gateway.session;

import io.muster.gateway.backend.Inventory;
import io.muster.gateway.backend.InventoryReader;
import io.muster.gateway.backend.OutsideCalls;
import io.muster.gateway.lease.BackendOpener;
import io.muster.gateway.lease.CredentialUnavailable;
import io.muster.gateway.lease.UsableToken;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.Message;
import io.muster.mcp.client.McpClient;
import io.muster.mcp.client.McpTransportException;
import io.muster.mcp.client.McpTransportException.Fault;
import io.muster.mcp.client.ServerListener;
import io.muster.wire.json.JsonObject;
import io.muster.wire.time.Deadline;
import io.muster.wire.time.Scheduler;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lists of one connection: read when it is opened, and again when the backend says that they changed, when it may have
 * said so before anybody heard it, and, more and more rarely, as long as not all of it could be read. So whoever is connected
 * has, sooner or later, what is offered.
 *
 * <p>News that come close together lead to one reading; the delay also keeps a backend that answers every reading with news
 * from occupying us. Thread-safe.
 */
final class Listing implements ServerListener {
    private static final Logger log = LoggerFactory.getLogger(Listing.class);
    private static final Duration AFTER_NEWS = Duration.ofMillis(200);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LAST_RETRY = Duration.ofMinutes(5);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final long connection;
    private final SessionSide side;
    private final BackendOpener.Line line;
    private final SessionSurroundings surroundings;

    // Guarded by this.
    private @Nullable McpClient client;
    private boolean news;
    private boolean reading;
    private boolean ended;
    private Scheduler.@Nullable Timer timer;
    private Instant due = Instant.MAX;
    private Duration pause = FIRST_RETRY;

    /** @param connection later connections of a session to a backend have higher numbers */
    Listing(long connection, SessionSide side, BackendOpener.Line line, SessionSurroundings surroundings) {
        this.connection = connection;
        this.side = side;
        this.line = line;
        this.surroundings = surroundings;
    }

    /**
     * Reads everything for the first time.
     *
     * @throws McpTransportException when the connection is of no use
     */
    void begin(McpClient opened, Deadline deadline) throws InterruptedException {
        synchronized (this) {
            client = opened;
            reading = true;
        }
        var whole = false;
        try {
            whole = read(opened, deadline);
        } finally {
            done(whole);
        }
        side.receiver().connected();
    }

    /** The stream of changes is opened now: whatever changed before was told to nobody. */
    void listening() {
        McpClient opened;
        synchronized (this) {
            opened = client;
        }
        if (opened != null && tellsOfChanges(opened.hello().capabilities())) {
            later(AFTER_NEWS);
        }
    }

    private static boolean tellsOfChanges(JsonObject capabilities) {
        return capabilities.names().stream()
                .flatMap(name -> capabilities.object(name).stream())
                .anyMatch(capability -> capability.isTrue("listChanged"));
    }

    /** The connection is closed. */
    synchronized void end() {
        ended = true;
        if (timer != null) {
            timer.cancel();
        }
    }

    @Override
    public void notified(Message.Notification notification) {
        switch (notification.method()) {
            case "notifications/tools/list_changed",
                    "notifications/resources/list_changed",
                    "notifications/prompts/list_changed" -> later(AFTER_NEWS);
            default -> side.receiver().notified(notification);
        }
    }

    @Override
    public McpOutcome asked(Message.Request request) {
        return OutsideCalls.answer(request);
    }

    @Override
    public void disconnected(McpTransportException cause) {
        line.lost();
    }

    /** Reads again after that time, or earlier if that was meant already. */
    private synchronized void later(Duration delay) {
        var at = surroundings.clock().instant().plus(delay);
        if (ended || !at.isBefore(due)) {
            return;
        }
        if (timer != null) {
            timer.cancel();
        }
        due = at;
        timer = surroundings
                .scheduler()
                .after(delay, () -> surroundings.executor().execute(this::again));
    }

    private void again() {
        McpClient open;
        synchronized (this) {
            due = Instant.MAX;
            open = client;
            if (ended) {
                return;
            }
            if (reading || open == null) {
                // What is being read may be from before the news.
                news = true;
                return;
            }
            reading = true;
        }
        var whole = false;
        try {
            whole = reread(open);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            done(whole);
        }
    }

    private boolean reread(McpClient open) throws InterruptedException {
        try {
            var token = line.token();
            try {
                return read(open, Deadline.after(LIMIT, surroundings.clock()));
            } catch (McpTransportException e) {
                report(e, token);
            }
        } catch (CredentialUnavailable e) {
            log.atDebug().addKeyValue("reason", e.reason().text()).log("no token to read what a session is offered");
        }
        return false;
    }

    private void report(McpTransportException failure, UsableToken token) {
        log.atDebug()
                .addKeyValue("reason", failure.getMessage())
                .log("what a session is offered could not be read again");
        switch (failure.fault()) {
            case Fault.Unauthorized _ -> line.refused(token);
            case Fault.SessionLost _ -> line.lost();
            default -> {
                // The connection ends, or is good again.
            }
        }
    }

    /** Answers whether there is no reason to read it again. */
    private boolean read(McpClient open, Deadline deadline) throws InterruptedException {
        var read = InventoryReader.read(open, side.inventory().orElse(Inventory.EMPTY), deadline);
        side.read(connection, read.inventory(), !read.unanswered());
        return !read.unanswered();
    }

    private void done(boolean whole) {
        Duration delay;
        synchronized (this) {
            reading = false;
            var early = news;
            news = false;
            delay = early ? AFTER_NEWS : pause;
            pause = whole ? FIRST_RETRY : doubled(pause);
            if (whole && !early) {
                return;
            }
        }
        later(delay);
    }

    private static Duration doubled(Duration pause) {
        var next = pause.multipliedBy(2);
        return next.compareTo(LAST_RETRY) < 0 ? next : LAST_RETRY;
    }
}

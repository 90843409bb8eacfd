package io.muster.mcp.server.legacy;

import io.muster.wire.http.EventSink;
import io.muster.wire.http.sse.ServerSentEvent;
import io.muster.wire.json.Json;
import io.muster.wire.time.Scheduler;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries the messages of a mailbox to an event stream, on the stream's own thread, until either ends. */
final class EventPump implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EventPump.class);

    private final Mailbox.Reader reader;
    private final Scheduler.Timer timer;

    EventPump(Mailbox mailbox, Scheduler scheduler, Duration heartbeat) {
        this.reader = mailbox.open();
        this.timer = scheduler.every(heartbeat, reader::beat);
    }

    /** @param opening what the stream begins with, so that its client sees at once that it is open */
    void run(EventSink sink, Runnable opening, Runnable signOfLife) throws InterruptedException {
        try {
            opening.run();
            for (var next = reader.next(); next != Mailbox.Delivery.Signal.END; next = reader.next()) {
                switch (next) {
                    case Mailbox.Delivery.Letter letter -> deliver(letter, sink);
                    case Mailbox.Delivery.Signal _ -> signOfLife.run();
                }
            }
        } catch (EventSink.ClientGone gone) {
            log.atDebug().log("a client closed its stream");
        }
    }

    private void deliver(Mailbox.Delivery.Letter letter, EventSink sink) {
        try {
            sink.send(ServerSentEvent.message(Json.line(letter.message())));
        } catch (EventSink.ClientGone gone) {
            reader.undelivered(letter);
            throw gone;
        }
    }

    @Override
    public void close() {
        timer.cancel();
        reader.close();
    }
}

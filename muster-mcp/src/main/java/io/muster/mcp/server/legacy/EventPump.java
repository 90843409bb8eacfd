package io.muster.mcp.server.legacy;

import io.muster.wire.http.EventSink;
import io.muster.wire.http.sse.ServerSentEvent;
import io.muster.wire.json.Json;
import io.muster.wire.time.Scheduler;
import java.time.Duration;

/** Carries the messages of a mailbox to an event stream, on the stream's own thread, until either ends. */
final class EventPump implements AutoCloseable {
    private final Mailbox.Reader reader;
    private final Scheduler.Timer timer;

    EventPump(Mailbox mailbox, Scheduler scheduler, Duration heartbeat) {
        this.reader = mailbox.open();
        this.timer = scheduler.every(heartbeat, reader::beat);
    }

    void run(EventSink sink, Runnable signOfLife) throws InterruptedException {
        while (true) {
            switch (reader.next()) {
                case Mailbox.Delivery.Letter(var message) -> {
                    try {
                        sink.send(ServerSentEvent.message(Json.line(message)));
                    } catch (EventSink.ClientGone gone) {
                        reader.undelivered(message);
                        return;
                    }
                }
                case Mailbox.Delivery.Signal.BEAT -> {
                    try {
                        signOfLife.run();
                    } catch (EventSink.ClientGone gone) {
                        return;
                    }
                }
                case Mailbox.Delivery.Signal.END -> {
                    return;
                }
            }
        }
    }

    @Override
    public void close() {
        timer.cancel();
        reader.close();
    }
}

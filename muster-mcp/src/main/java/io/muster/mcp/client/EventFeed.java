package io.muster.mcp.client;

import io.muster.wire.http.sse.ServerSentEvent;
import io.muster.wire.http.sse.SseReader;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Event streams that continue one another: remembers where the last one stopped, and how long the server wants us to
 * wait before the next. Used by one thread.
 */
final class EventFeed {
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(10);

    private final int maxEventBytes;
    private @Nullable String lastId;
    private @Nullable Duration retry;
    private long events;

    EventFeed(int maxEventBytes) {
        this.maxEventBytes = maxEventBytes;
    }

    /** Reads a stream to its end; events go to the consumer, those included that only carry an id. */
    void read(InputStream stream, Consumer<ServerSentEvent> consumer) throws IOException {
        try (var reader = new SseReader(stream, maxEventBytes)) {
            for (var event = reader.next(); event.isPresent(); event = reader.next()) {
                events++;
                event.get().id().ifPresent(id -> lastId = id);
                event.get().retry().ifPresent(wait -> retry = wait.compareTo(LONGEST_RETRY) < 0 ? wait : LONGEST_RETRY);
                consumer.accept(event.get());
            }
        } catch (SseReader.TooLarge e) {
            throw Faults.violation("the server's message exceeds " + maxEventBytes + " bytes", e);
        }
    }

    /** Whether the event carries a message of the protocol. */
    static boolean isMessage(ServerSentEvent event) {
        return event.data().length > 0 && event.type().orElse("message").equals("message");
    }

    Optional<String> lastId() {
        return Optional.ofNullable(lastId).filter(id -> !id.isEmpty());
    }

    Optional<Duration> retry() {
        return Optional.ofNullable(retry);
    }

    /** How many events have come so far. */
    long events() {
        return events;
    }
}

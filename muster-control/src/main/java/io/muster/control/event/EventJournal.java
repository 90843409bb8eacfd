package io.muster.control.event;

import java.util.List;
import java.util.function.Consumer;

/** Where events are kept. Thread-safe. */
public interface EventJournal {
    /** Keeps an event. Never fails and never waits for a disk; the next {@link #query} sees the event. */
    void record(Event event);

    /**
     * The events that match, newest first.
     *
     * @throws java.io.UncheckedIOException when the store cannot be read
     */
    List<Event> query(EventQuery query) throws InterruptedException;

    /**
     * Hands every matching event that is recorded from now on to the consumer, in order. The consumer must not block
     * and must not throw.
     */
    Subscription follow(EventFilter filter, Consumer<Event> consumer);

    /** A consumer that follows; ends when closed. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}

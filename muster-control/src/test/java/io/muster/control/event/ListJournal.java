package io.muster.control.event;

import java.util.List;
import java.util.function.Consumer;

/** Keeps what is recorded in a list. */
record ListJournal(List<Event> events) implements EventJournal {
    @Override
    public void record(Event event) {
        events.add(event);
    }

    @Override
    public List<Event> query(EventQuery query) {
        return events;
    }

    @Override
    public Subscription follow(EventFilter filter, Consumer<Event> consumer) {
        return () -> {};
    }
}

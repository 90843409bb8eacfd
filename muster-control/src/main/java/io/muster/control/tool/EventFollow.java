package io.muster.control.tool;

import io.muster.control.event.Event;
import io.muster.control.event.EventJournal.Subscription;
import io.muster.control.event.EventQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One client that follows. It begins to listen before the list of stored events is read, and holds back what it hears
 * until then: an event is either in the list or sent, never both and never neither.
 */
final class EventFollow {
    private final EventQuery query;
    private final Predicate<Event> receiver;
    private @Nullable List<Event> heldBack = new ArrayList<>();
    private @Nullable Subscription subscription;
    private boolean ended;

    /** @param receiver takes an event without blocking; false when nobody listens any more */
    EventFollow(EventQuery query, Predicate<Event> receiver) {
        this.query = query;
        this.receiver = receiver;
    }

    synchronized void endsWith(Subscription opened) {
        subscription = opened;
        if (ended) {
            opened.close();
        }
    }

    synchronized void hear(Event event) {
        if (ended || !query.matches(event)) {
            return;
        }
        if (heldBack != null) {
            heldBack.add(event);
        } else if (!receiver.test(event)) {
            end();
        }
    }

    /** Begins to send what was not in the list of stored events. */
    synchronized void release(List<Event> listed) {
        var held = heldBack;
        heldBack = null;
        if (held != null) {
            held.stream().filter(event -> !listed.contains(event)).forEach(this::hear);
        }
    }

    synchronized void end() {
        ended = true;
        heldBack = null;
        if (subscription != null) {
            subscription.close();
        }
    }
}

package io.muster.control.event;

import java.time.InstantSource;

/**
 * Records events of one namespace.
 *
 * @param namespace where the definitions live
 */
public record EventRecorder(EventJournal journal, InstantSource clock, String namespace) {
    public void record(EventReason reason, String name) {
        record(reason, name, EventDetails.NONE);
    }

    public void record(EventReason reason, String name, EventDetails details) {
        journal.record(Event.of(reason, namespace, name, details, clock.instant()));
    }
}

package io.muster.wire.http.engine;

import java.util.HashSet;
import java.util.Set;

/** The threads that produce event streams now. At shutdown they are interrupted, since they would never end. */
final class EventStreams {
    private final Set<Thread> producers = new HashSet<>();
    private boolean ended;

    /** The current thread begins a stream; it is interrupted at once when the server is closing. */
    synchronized void begin() {
        if (ended) {
            Thread.currentThread().interrupt();
        }
        producers.add(Thread.currentThread());
    }

    /** The current thread has ended its stream; it is not interrupted any more. */
    synchronized void end() {
        producers.remove(Thread.currentThread());
    }

    synchronized void endAll() {
        ended = true;
        producers.forEach(Thread::interrupt);
    }
}

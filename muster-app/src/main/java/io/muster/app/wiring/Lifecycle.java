package io.muster.app.wiring;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What must be closed at the end, in the reverse order of its creation. */
final class Lifecycle implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Lifecycle.class);

    private final Deque<AutoCloseable> owned = new ArrayDeque<>();
    private boolean closed;

    <T extends AutoCloseable> T own(T resource) {
        owned.push(resource);
        return resource;
    }

    /** A step of the shutdown that is no resource. */
    void atEnd(AutoCloseable step) {
        owned.push(step);
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        while (!owned.isEmpty()) {
            try {
                owned.pop().close();
            } catch (Exception e) {
                log.atWarn().setCause(e).log("a part did not shut down properly");
            }
        }
    }
}

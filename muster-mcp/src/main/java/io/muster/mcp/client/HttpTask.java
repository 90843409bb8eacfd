package io.muster.mcp.client;

import io.muster.wire.outbound.OutboundResponse;
import org.jspecify.annotations.Nullable;

/** Work on a virtual thread that waits for HTTP most of the time, and can be stopped from elsewhere while it waits. */
final class HttpTask {
    private final Thread thread;
    private @Nullable OutboundResponse held;
    private boolean stopped;

    /** The work; gets the task to hold responses. */
    interface Work {
        void run(HttpTask task) throws InterruptedException;
    }

    private HttpTask(String name, Work work) {
        thread = Thread.ofVirtual().name(name).unstarted(() -> {
            try {
                work.run(this);
            } catch (InterruptedException stoppedFromElsewhere) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** A task that has not begun, so that it can be registered before it ends. */
    static HttpTask of(String name, Work work) {
        return new HttpTask(name, work);
    }

    void start() {
        thread.start();
    }

    /** Makes {@link #stop} end reads of this response; called on the task's own thread. */
    OutboundResponse hold(OutboundResponse response) throws InterruptedException {
        synchronized (this) {
            if (!stopped) {
                held = response;
                return response;
            }
        }
        response.close();
        throw new InterruptedException();
    }

    synchronized boolean isStopped() {
        return stopped;
    }

    void stop() {
        @Nullable OutboundResponse reading;
        synchronized (this) {
            stopped = true;
            reading = held;
        }
        thread.interrupt();
        if (reading != null) {
            reading.close();
        }
    }
}

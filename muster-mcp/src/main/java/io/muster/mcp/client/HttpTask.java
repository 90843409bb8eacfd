package io.muster.mcp.client;

import io.muster.wire.outbound.OutboundResponse;
import org.jspecify.annotations.Nullable;

/** Work that waits for HTTP most of the time, and can be stopped from elsewhere while it waits. */
final class HttpTask {
    private final String name;
    private final Work work;
    private @Nullable Thread thread;
    private @Nullable OutboundResponse held;
    private boolean stopped;

    /** The work; gets the task to hold responses. */
    interface Work {
        void run(HttpTask task) throws InterruptedException;
    }

    private HttpTask(String name, Work work) {
        this.name = name;
        this.work = work;
    }

    /** A task that has not begun, so that it can be registered before it ends. */
    static HttpTask of(String name, Work work) {
        return new HttpTask(name, work);
    }

    /** Does the work on a virtual thread of its own. */
    void start() {
        Thread.ofVirtual().name(name).start(this::run);
    }

    /**
     * Does the work, on the current thread, which should be a virtual one: a stop does not end the reads of others. An
     * interrupt that is no stop is there when this returns.
     */
    void run() {
        begin();
        try {
            work.run(this);
        } catch (InterruptedException stoppedOrCancelled) {
            Thread.currentThread().interrupt();
        } finally {
            end();
        }
    }

    private synchronized void begin() {
        thread = Thread.currentThread();
        if (stopped) {
            thread.interrupt();
        }
    }

    /** From now on a stop does not disturb the thread; one that came before is taken back. */
    private synchronized void end() {
        thread = null;
        if (stopped) {
            Thread.interrupted();
        }
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
            if (thread != null) {
                thread.interrupt();
            }
        }
        if (reading != null) {
            reading.close();
        }
    }
}

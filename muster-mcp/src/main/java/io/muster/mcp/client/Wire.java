package io.muster.mcp.client;

import io.muster.mcp.Message;
import io.muster.mcp.Revision;
import io.muster.wire.time.Deadline;
import java.util.concurrent.CountDownLatch;

/** How messages reach one server and come back. Carries messages without understanding them. Thread-safe. */
interface Wire extends AutoCloseable {
    /**
     * Makes the line ready; what arrives from now on goes to the inbox.
     *
     * @throws McpTransportException when that fails; {@link #close} is still called
     */
    void open(Inbox inbox, Deadline deadline) throws InterruptedException;

    /**
     * Sends the request of a call, and may wait until the call has ended, but no longer. The answer goes to the inbox, a
     * failure to the call.
     */
    void request(PendingCall call);

    /** The call is over: frees what is held for it, and stops sending it when it was not answered. */
    void release(PendingCall call);

    /** Sends a message that has no answer, and waits until it is on its way. */
    void send(Message message, Deadline deadline) throws InterruptedException;

    /** The handshake has fixed the revision. */
    void agreed(Revision revision);

    /**
     * The handshake is complete: the server may be listened to. Waits a moment for it to be ready to speak, since what it
     * says before would be lost; never fails when it is not.
     */
    void listen(Deadline deadline) throws InterruptedException;

    /**
     * Waits on what the server says outside of calls until that ends; an interrupt ends it. Where the line itself is the
     * stream its end is the end of the line, which the inbox hears of.
     */
    default StreamEnd hear() throws InterruptedException {
        new CountDownLatch(1).await();
        return StreamEnd.BROKEN;
    }

    /** Ends everything. Idempotent; bounded in time. */
    @Override
    void close();
}

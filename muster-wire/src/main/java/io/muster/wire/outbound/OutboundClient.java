package io.muster.wire.outbound;

/** Sends requests. Thread-safe; one instance per policy. */
public interface OutboundClient extends AutoCloseable {
    /**
     * Sends the request and waits for the header of the answer. Any status is an answer.
     *
     * @throws OutboundException when there is none
     * @throws InterruptedException when the calling thread was interrupted; the connection is closed then
     */
    OutboundResponse send(OutboundRequest request) throws InterruptedException;

    @Override
    void close();
}

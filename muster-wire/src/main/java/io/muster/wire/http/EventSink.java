package io.muster.wire.http;

import io.muster.wire.http.sse.ServerSentEvent;

/**
 * The sending side of an event stream. Methods may be called from several threads. At shutdown of the server the thread
 * that produces the stream is interrupted.
 */
public interface EventSink {
    /**
     * Sends an event and flushes.
     *
     * @throws ClientGone when the client has closed the connection
     */
    void send(ServerSentEvent event);

    /**
     * Sends a comment, which clients ignore: keeps proxies from cutting a silent stream and finds out whether the
     * client is still there.
     */
    void comment(String text);

    /** The client closed the connection; the stream should end quietly. */
    final class ClientGone extends RuntimeException {
        public ClientGone(Throwable cause) {
            super("the client closed the stream", cause);
        }
    }
}

package io.muster.mcp.client;

import java.util.Optional;

/** Takes what a server sends, on the threads that read it. Never blocks for long. */
interface Inbox {
    /**
     * A message, or what should be one.
     *
     * @param text owned by the receiver
     * @param stream the call on whose own response the message came; empty on a line that all calls share
     */
    void received(byte[] text, Optional<PendingCall> stream);

    /** A message over the size limit came on the shared line and was skipped. */
    void skipped(MessageScanner scanned);

    /** The line is gone for good. */
    void ended(McpTransportException cause);
}

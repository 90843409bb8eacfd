package io.muster.mcp.client;

/** When a connection listens to its server. */
enum Hearing {
    /** As long as it is open. */
    ALWAYS,
    /** While somebody waits in {@link McpClient#listen}. */
    WHEN_ASKED,
    /**
     * While a call waits for its answer. Over HTTP all work is done on the thread of the caller then, which an interrupt
     * must set free.
     */
    IN_CALLS
}

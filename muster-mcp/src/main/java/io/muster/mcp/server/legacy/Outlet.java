package io.muster.mcp.server.legacy;

import io.muster.wire.json.JsonValue;

/** Where messages of a call go before its answer: the call's own HTTP answer, or the stream that a session shares. */
interface Outlet {
    /**
     * Sends a message, after those sent before it.
     *
     * @return false when the client cannot be reached this way
     */
    boolean send(JsonValue message) throws InterruptedException;

    /** Runs the task when it turns out that the client is gone. */
    void onLoss(Runnable task);

    /** For calls whose client can only be told the answer. */
    Outlet NONE = new Outlet() {
        @Override
        public boolean send(JsonValue message) {
            return false;
        }

        @Override
        public void onLoss(Runnable task) {}
    };
}

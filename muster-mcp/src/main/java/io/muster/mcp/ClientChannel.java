package io.muster.mcp;

/** Carries unsolicited notifications to one connected client: a transport session, or a modern subscription. */
public interface ClientChannel {
    /** Identifies the channel; equal ids are the same channel. */
    String id();

    /**
     * Queues a notification without blocking.
     *
     * @return false when it was dropped because the client is gone or does not read
     */
    boolean offer(Message.Notification notification);

    /** Runs the task when the channel ends; at once when it has ended. */
    void onClose(Runnable task);

    /** Takes back a task of {@link #onClose}. */
    void forget(Runnable task);

    ClientChannel NONE = new ClientChannel() {
        @Override
        public String id() {
            return "";
        }

        @Override
        public boolean offer(Message.Notification notification) {
            return false;
        }

        @Override
        public void onClose(Runnable task) {
            task.run();
        }

        @Override
        public void forget(Runnable task) {
            // It has run.
        }
    };
}

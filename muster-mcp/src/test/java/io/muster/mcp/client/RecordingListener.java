package io.muster.mcp.client;

import io.muster.mcp.McpError;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.Message;
import io.muster.testkit.Eventually;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Keeps what it hears; refuses questions. */
final class RecordingListener implements ServerListener {
    final BlockingQueue<Message.Notification> notifications = new LinkedBlockingQueue<>();
    final BlockingQueue<Message.Request> questions = new LinkedBlockingQueue<>();
    final BlockingQueue<McpTransportException> disconnections = new LinkedBlockingQueue<>();

    @Override
    public void notified(Message.Notification notification) {
        notifications.add(notification);
    }

    @Override
    public McpOutcome asked(Message.Request request) {
        questions.add(request);
        return new McpOutcome.Failed(McpError.methodNotFound("nobody to ask"));
    }

    @Override
    public void disconnected(McpTransportException cause) {
        disconnections.add(cause);
    }

    static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        return Eventually.next("an event", queue);
    }
}

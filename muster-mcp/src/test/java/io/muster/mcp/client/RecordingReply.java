package io.muster.mcp.client;

import io.muster.mcp.ClientChannel;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.Message;
import io.muster.mcp.ReplyChannel;
import io.muster.wire.json.JsonObject;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/** A client that keeps what it is sent, and answers every question with its own name, or never. */
final class RecordingReply implements ReplyChannel {
    final BlockingQueue<Message.Notification> notifications = new LinkedBlockingQueue<>();
    final BlockingQueue<String> questions = new LinkedBlockingQueue<>();
    final CountDownLatch interrupted = new CountDownLatch(1);
    private final String client;
    private final boolean answers;

    RecordingReply(String client, boolean answers) {
        this.client = client;
        this.answers = answers;
    }

    static RecordingReply of(String client) {
        return new RecordingReply(client, true);
    }

    static RecordingReply thatNeverAnswers(String client) {
        return new RecordingReply(client, false);
    }

    @Override
    public void send(Message.Notification notification) {
        notifications.add(notification);
    }

    @Override
    public McpOutcome ask(String method, JsonObject params) throws InterruptedException {
        questions.add(method);
        if (!answers) {
            try {
                new CountDownLatch(1).await();
            } finally {
                interrupted.countDown();
            }
        }
        return new McpOutcome.Complete(JsonObject.of("from", client));
    }

    @Override
    public ClientChannel client() {
        return new ClientChannel() {
            @Override
            public String id() {
                return client;
            }

            @Override
            public boolean offer(Message.Notification notification) {
                return false;
            }

            @Override
            public void onClose(Runnable task) {}

            @Override
            public void forget(Runnable task) {}
        };
    }
}

package io.muster.cli.bridge;

import io.muster.mcp.Message;
import io.muster.mcp.client.McpTransportException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notifications of the IDE on their way to Muster, in order, on a thread of their own: a slow server must not keep the
 * next line of the IDE from being read. Without a connection they are dropped, as they concern one that is gone.
 */
final class Outgoing implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Outgoing.class);
    private static final int MAX_WAITING = 1_000;

    private final Uplink uplink;
    private final ThreadPoolExecutor sender = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_WAITING),
            Thread.ofVirtual().name("bridge-notify").factory(),
            new ThreadPoolExecutor.DiscardPolicy());

    Outgoing(Uplink uplink) {
        this.uplink = uplink;
    }

    void add(Message.Notification notification) {
        sender.execute(() -> send(notification));
    }

    private void send(Message.Notification notification) {
        if (!(uplink.now() instanceof Link.Up(var client))) {
            return;
        }
        try {
            client.send(notification);
        } catch (McpTransportException e) {
            log.atDebug().addKeyValue("reason", e.getMessage()).log("a notification did not reach Muster");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        sender.shutdownNow();
    }
}

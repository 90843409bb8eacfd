package io.muster.cli.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.mcp.McpOutcome;
import io.muster.mcp.Message;
import io.muster.mcp.client.McpClient;
import io.muster.mcp.client.McpTransportException;
import io.muster.mcp.client.McpTransportException.Fault;
import io.muster.testkit.Eventually;
import io.muster.testkit.ManualTime;
import io.muster.wire.outbound.OutboundException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class UplinkTest {
    private final ManualTime time = new ManualTime();
    private final AtomicInteger attempts = new AtomicInteger();
    private final CountDownLatch told = new CountDownLatch(1);
    private final CountDownLatch read = new CountDownLatch(1);

    /** Somebody whose terminal is stopped. */
    private final class Slow implements Uplink.Observer {
        @Override
        public void opened(McpClient client) {}

        @Override
        public void down(Pending reason) {
            told.countDown();
            try {
                Eventually.open("the terminal goes on", read);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void notified(Message.Notification notification) {}

        @Override
        public McpOutcome asked(Message.Request request) {
            throw new AssertionError("nobody is connected");
        }
    }

    @Test
    void an_attempt_follows_however_long_it_takes_to_tell_of_the_one_before() throws Exception {
        Uplink.Dialler away = (listener, deadline) -> {
            attempts.incrementAndGet();
            throw new McpTransportException(new Fault.Network(OutboundException.Kind.CONNECT), false, "refused");
        };
        try (var uplink = new Uplink(away, new Slow(), time, time, new Random(1))) {
            var wanted = new FutureTask<>(() -> uplink.reach(Duration.ofSeconds(30)));
            Thread.ofVirtual().start(wanted);
            Eventually.open("it is told", told);
            time.advance(Duration.ofMinutes(1));
            Eventually.result("who wanted it waits no longer", wanted);
            assertThat(attempts).hasValue(1);

            read.countDown();

            Eventually.until("the next attempt", () -> {
                time.advance(Duration.ofSeconds(1));
                return attempts.get() > 1;
            });
        }
    }
}

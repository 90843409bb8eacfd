package io.muster.cli.bridge;

import static io.muster.cli.bridge.FakeMuster.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.cli.client.ConnectionFailure;
import io.muster.cli.http.SocketClient;
import io.muster.mcp.Message;
import io.muster.testkit.ManualTime;
import io.muster.wire.http.Headers;
import io.muster.wire.json.JsonObject;
import io.muster.wire.time.Scheduler;
import io.muster.wire.time.SystemScheduler;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MonitorTest {
    private final SystemScheduler scheduler = new SystemScheduler();
    private final ManualTime time = new ManualTime();
    private final TalkingServer server = new TalkingServer(scheduler);
    private final SocketClient http = new SocketClient(scheduler, time);
    private final Lines lines = new Lines();

    @AfterEach
    void close() {
        server.close();
        http.close();
        scheduler.close();
    }

    @Test
    void it_shows_what_there_is_and_then_what_changes() throws Exception {
        try (var monitor = monitor(false)) {
            var ended = run(monitor);
            lines.await("[2026-01-01 00:00:00] Session initialized successfully (protocol: 2025-11-25)");
            lines.await("[2026-01-01 00:00:00] Found 1 tools");
            lines.await("  x_one");
            var channel = server.channels().poll(20, TimeUnit.SECONDS);
            assertThat(channel).isNotNull();

            server.offer("{'tools':[{'name':'x_two'}]}");
            channel.offer(Message.Notification.of("notifications/tools/list_changed", JsonObject.EMPTY));
            lines.await("[2026-01-01 00:00:00] Tools list changed! Fetching updated list...");
            lines.await("[2026-01-01 00:00:00] Tool changes detected:");
            lines.await("+ Added: x_two");
            lines.await("- Removed: x_one");

            channel.offer(Message.Notification.of("notifications/message", json("{'data':'hot\\u001b[2J'}")));
            lines.await(
                    "[2026-01-01 00:00:00] Received notification: notifications/message {\"data\":\"hot\\u001b[2J\"}");

            monitor.interrupted();
            ended.get(20, TimeUnit.SECONDS);
            lines.await("[2026-01-01 00:00:00] Received interrupt signal, shutting down gracefully...");
        }
    }

    @Test
    void whole_messages_are_shown_on_demand() throws Exception {
        try (var monitor = monitor(true)) {
            var _ = run(monitor);

            lines.await("[2026-01-01 00:00:00] → REQUEST (tools/call):");
            lines.await("      \"name\": \"list_tools\",");
            lines.await("[2026-01-01 00:00:00] ← RESPONSE (tools/call):");
        }
    }

    @Test
    void without_a_server_it_ends_with_the_endpoint_and_what_to_start() {
        server.stop();
        try (var monitor = monitor(false, new Impatient())) {
            assertThatThrownBy(monitor::run)
                    .isInstanceOf(ConnectionFailure.class)
                    .hasMessageStartingWith("failed to connect to aggregator: ")
                    .hasMessageContaining(server.uri().toString())
                    .hasMessageContaining("Start it with: muster serve");
        }
    }

    private Monitor monitor(boolean jsonRpc) {
        return monitor(jsonRpc, time);
    }

    private Monitor monitor(boolean jsonRpc, Scheduler pauses) {
        return new Monitor(
                "1.2.3",
                new Destination(server.uri(), Destination.Transport.STREAMABLE_HTTP, () -> Headers.EMPTY),
                http,
                new Monitor.Style(false, false, jsonRpc, ZoneOffset.UTC),
                new PrintWriter(lines),
                pauses,
                time,
                new SplittableRandom(7));
    }

    private static CompletableFuture<Void> run(Monitor monitor) {
        var ended = new CompletableFuture<Void>();
        Thread.ofVirtual().start(() -> {
            try {
                monitor.run();
                ended.complete(null);
            } catch (InterruptedException | RuntimeException e) {
                ended.completeExceptionally(e);
            }
        });
        return ended;
    }

    /** Short pauses are over at once, long ones never. */
    private static final class Impatient implements Scheduler {
        @Override
        public Timer after(Duration delay, Runnable task) {
            if (delay.compareTo(Duration.ofSeconds(1)) <= 0) {
                Thread.ofVirtual().start(task);
            }
            return () -> {};
        }

        @Override
        public Timer every(Duration delay, Runnable task) {
            return () -> {};
        }
    }

    /** What was printed, line by line. */
    private static final class Lines extends Writer {
        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        private final StringBuilder open = new StringBuilder();

        /** Skips what comes before the line. */
        void await(String wanted) throws InterruptedException {
            var skipped = new StringBuilder();
            while (true) {
                var line = lines.poll(20, TimeUnit.SECONDS);
                assertThat(line).as("line '%s' after:\n%s", wanted, skipped).isNotNull();
                if (wanted.equals(line)) {
                    return;
                }
                skipped.append(line).append('\n');
            }
        }

        @Override
        public synchronized void write(char[] text, int offset, int length) {
            for (int i = offset; i < offset + length; i++) {
                if (text[i] == '\n') {
                    lines.add(open.toString());
                    open.setLength(0);
                } else {
                    open.append(text[i]);
                }
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}

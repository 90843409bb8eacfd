package io.muster.cli.repl;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.cli.bridge.Connections;
import io.muster.cli.bridge.Destination;
import io.muster.cli.bridge.Destination.Transport;
import io.muster.cli.bridge.TalkingServer;
import io.muster.cli.client.ServerConnector;
import io.muster.cli.format.OutputFormat;
import io.muster.cli.http.SocketClient;
import io.muster.mcp.Message.Notification;
import io.muster.wire.json.JsonObject;
import io.muster.wire.time.SystemScheduler;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sessions of a person with a server that speaks by itself. */
@Timeout(120)
class ConversationTest {
    private final SystemScheduler scheduler = new SystemScheduler();
    private final SocketClient http = new SocketClient(scheduler, SystemScheduler.clock());
    private final TalkingServer server = new TalkingServer(scheduler);
    private final FakeScreen screen = new FakeScreen();

    @AfterEach
    void close() {
        screen.does(new Input.End());
        server.close();
        http.close();
        scheduler.close();
    }

    @Test
    void a_question_in_the_course_of_a_call_is_put_to_the_person() throws Exception {
        server.ask("{'message':'how many?','requestedSchema':{'properties':{'n':{'type':'integer'}}}}");
        try (var repl = repl()) {
            screen.types("call poll", "accept", "3", "exit");

            assertThat(repl.run()).isTrue();
        }

        assertThat(screen.notes()).contains("The server asks: how many?", "Goodbye!");
        assertThat(screen.printed()).contains("{\"action\":\"accept\",\"content\":{\"n\":3}}");
    }

    @Test
    void what_the_server_says_in_the_course_of_a_call_is_shown() throws Exception {
        try (var repl = repl()) {
            screen.types("call tell", "exit");

            repl.run();
        }

        assertThat(screen.notes()).contains("[warning] oven: hot[2J");
        assertThat(screen.printed()).endsWith("told\n");
    }

    @Test
    void ctrl_c_cancels_the_call_at_the_server_and_the_session_goes_on() throws Exception {
        try (var repl = repl()) {
            var ended = run(repl);
            screen.types("call wait");
            screen.await(() -> screen.notes().contains("Progress: 1"));

            screen.interrupt();

            assertThat(server.ended().poll(20, TimeUnit.SECONDS)).isNotNull();
            screen.await(() -> screen.notes().contains("Cancelled."));
            screen.does(new Input.Interrupted(false))
                    .does(new Input.Interrupted(true))
                    .types("call tell", "quit");
            ended.get(20, TimeUnit.SECONDS);
        }

        assertThat(screen.notes()).containsOnlyOnce("To leave, press Ctrl-D or type exit.");
        assertThat(screen.printed()).endsWith("told\n");
    }

    @Test
    void changes_of_the_lists_are_told_as_they_happen() throws Exception {
        try (var repl = repl()) {
            var ended = run(repl);
            var channel = server.channels().poll(20, TimeUnit.SECONDS);
            assertThat(channel).isNotNull();
            screen.types("list tools");
            screen.await(() -> screen.printed().contains("x_one"));

            server.offer("{'tools':[{'name':'x_two'}]}");
            channel.offer(Notification.of("notifications/tools/list_changed", JsonObject.EMPTY));

            screen.await(() -> screen.notes().contains("- Removed: x_one"));
            assertThat(screen.notes()).contains("Tool changes detected:", "+ Added: x_two");
            screen.types("exit");
            ended.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void a_restart_of_the_server_is_told_and_survived() throws Exception {
        try (var repl = repl()) {
            var ended = run(repl);
            assertThat(server.channels().poll(20, TimeUnit.SECONDS)).isNotNull();
            screen.await(() -> screen.notes().stream().anyMatch(note -> note.startsWith("MCP REPL started")));

            server.stop();
            screen.await(() -> screen.notes().stream()
                    .anyMatch(note ->
                            note.contains(" lost; trying again.") || note.startsWith("Muster cannot be reached at ")));
            server.start();
            screen.await(() -> screen.notes().stream().anyMatch(note -> note.startsWith("Connected again to ")));

            screen.types("call tell", "exit");
            ended.get(20, TimeUnit.SECONDS);
        }

        assertThat(screen.printed()).endsWith("told\n");
    }

    private Repl repl() {
        var destination = new Destination(server.uri(), Transport.STREAMABLE_HTTP, ServerConnector.ANONYMOUS);
        return new Repl(
                new Repl.Options(
                        new Place(destination, Optional.empty()),
                        OutputFormat.TABLE,
                        Optional.empty(),
                        false,
                        false,
                        false),
                screen,
                new Connections("1.2.3", http, scheduler, SystemScheduler.clock(), new SplittableRandom(7)),
                new Places(Map.of(), ReplTest::destination, (_, _) -> false));
    }

    private static CompletableFuture<Boolean> run(Repl repl) {
        var ended = new CompletableFuture<Boolean>();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                ended.complete(repl.run());
            } catch (InterruptedException | RuntimeException e) {
                ended.completeExceptionally(e);
            }
        });
        return ended;
    }
}

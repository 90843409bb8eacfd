package io.muster.cli.bridge;

import static io.muster.cli.bridge.FakeMuster.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.cli.http.SocketClient;
import io.muster.mcp.Message;
import io.muster.testkit.Conduit;
import io.muster.wire.http.Headers;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import io.muster.wire.time.SystemScheduler;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The bridge between an IDE on pipes and a server on a socket. */
@Timeout(60)
class BridgeTest {
    private static final String ECHO = "{'jsonrpc':'2.0','id':7,'method':'tools/call','params':{'name':'echo'}}";

    private final SystemScheduler scheduler = new SystemScheduler();
    private final TalkingServer server = new TalkingServer(scheduler);
    private final SocketClient http = new SocketClient(scheduler, InstantSource.system());
    private final Bridge bridge = new Bridge(
            "1.2.3",
            new Destination(server.uri(), Destination.Transport.STREAMABLE_HTTP, () -> Headers.EMPTY),
            http,
            Optional.empty(),
            scheduler,
            InstantSource.system(),
            new SplittableRandom(7));
    private final Conduit input = new Conduit();
    private final BlockingQueue<String> output = new LinkedBlockingQueue<>();

    @BeforeEach
    void serve() throws IOException {
        var answers = new Conduit();
        var lines = new BufferedReader(new InputStreamReader(answers.source(), StandardCharsets.UTF_8));
        Thread.ofPlatform().daemon().start(() -> {
            try {
                bridge.serve(input.source(), answers.sink());
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        });
        Thread.ofPlatform().daemon().start(() -> lines.lines().forEach(output::add));
        say("{'jsonrpc':'2.0','id':0,'method':'initialize','params':{'protocolVersion':'2025-11-25',"
                + "'capabilities':{'elicitation':{}},'clientInfo':{'name':'ide','version':'1'}}}");
    }

    @AfterEach
    void close() throws IOException {
        input.sink().close();
        bridge.close();
        server.close();
        http.close();
        scheduler.close();
    }

    @Test
    void what_nobody_understands_passes_unchanged_in_both_directions() throws Exception {
        answer();
        var random = new SplittableRandom(11);
        for (int i = 0; i < 100; i++) {
            var params = "{\"name\":\"echo\",\"arguments\":" + document(random, 4) + ",\"x-later\":"
                    + document(random, 2) + ",\"_meta\":{\"vendor/key\":" + document(random, 2) + "}}";
            write("{\"jsonrpc\":\"2.0\",\"id\":" + i + ",\"method\":\"tools/call\",\"params\":" + params + "}");

            var id = i;
            assertThat(line(line -> line.contains("\"id\":" + id)))
                    .isEqualTo(
                            "{\"jsonrpc\":\"2.0\",\"id\":" + i + ",\"result\":{\"structuredContent\":" + params + "}}");
        }
    }

    @Test
    void a_question_of_the_server_reaches_the_ide_and_its_answer_the_server() throws Exception {
        answer();
        say("{'jsonrpc':'2.0','id':1,'method':'tools/call','params':{'name':'ask'}}");

        var question = message("elicitation/create");
        assertThat(question.object("params")).contains(json("{'message':'how many?','requestedSchema':{}}"));
        write("{\"jsonrpc\":\"2.0\",\"id\":" + question.get("id").orElseThrow()
                + ",\"result\":{\"action\":\"accept\",\"content\":{\"n\":1.50}}}");

        assertThat(answer().get("result").orElseThrow().toString())
                .isEqualTo("{\"action\":\"accept\",\"content\":{\"n\":1.50}}");
    }

    @Test
    void progress_comes_under_the_token_of_the_ide_and_a_cancelled_call_ends_at_the_server() throws Exception {
        answer();
        say("{'jsonrpc':'2.0','id':1,'method':'tools/call','params':{'name':'wait','_meta':{'progressToken':'mine'}}}");

        assertThat(message("notifications/progress").object("params"))
                .contains(json("{'progressToken':'mine','progress':1}"));
        say("{'jsonrpc':'2.0','method':'notifications/cancelled','params':{'requestId':1}}");

        assertThat(server.ended().poll(20, TimeUnit.SECONDS)).isEqualTo("cancelled");
    }

    @Test
    void completions_and_notifications_are_passed_on() throws Exception {
        answer();
        say("{'jsonrpc':'2.0','id':1,'method':'completion/complete','params':{}}");
        assertThat(answer().object("result")).contains(json("{'method':'completion/complete'}"));

        say("{'jsonrpc':'2.0','method':'notifications/roots/list_changed'}");
        assertThat(server.ended().poll(20, TimeUnit.SECONDS)).isEqualTo("notifications/roots/list_changed");

        var channel = server.channels().poll(20, TimeUnit.SECONDS);
        assertThat(channel).isNotNull();
        channel.offer(Message.Notification.of("notifications/prompts/list_changed", JsonObject.EMPTY));
        message("notifications/prompts/list_changed");
    }

    @Test
    void a_restart_costs_the_call_in_flight_and_nothing_else() throws Exception {
        answer();
        say(ECHO);
        assertThat(answer().has("result")).isTrue();
        say("{'jsonrpc':'2.0','id':1,'method':'tools/call','params':{'name':'wait','_meta':{'progressToken':1}}}");
        message("notifications/progress");

        server.stop();
        server.start();
        say(ECHO.replace("7", "8"));

        var heard = new ArrayList<String>();
        while (!said(heard, "\"id\":1,") || !said(heard, "\"id\":8,") || !said(heard, "tools/list_changed")) {
            heard.add(line());
            assertThat(heard).doesNotContain("nothing");
        }
        assertThat(heard)
                .anySatisfy(line -> assertThat(line).contains("\"id\":1,", "\"isError\":true"))
                .anySatisfy(line -> assertThat(line).contains("\"id\":8,", "structuredContent"));
    }

    private static boolean said(List<String> heard, String part) {
        return heard.stream().anyMatch(line -> line.contains(part));
    }

    @Test
    void a_restart_without_any_call_is_noticed_by_the_stream() throws Exception {
        answer();
        var channel = server.channels().poll(20, TimeUnit.SECONDS);
        assertThat(channel).isNotNull();
        channel.offer(Message.Notification.of("notifications/opened", JsonObject.EMPTY));
        message("notifications/opened");

        server.stop();
        server.start();

        message("notifications/tools/list_changed");
        say(ECHO);
        assertThat(answer().has("result")).isTrue();
    }

    /** Any JSON, in a spelling that no printer would choose. */
    private static String document(RandomGenerator random, int depth) {
        return switch (random.nextInt(depth == 0 ? 4 : 6)) {
            case 0 -> random.nextInt(1_000) + ".500E+" + random.nextInt(9);
            case 1 -> "\"\\u00e9\\/" + Character.toString(0x1F600 + random.nextInt(50)) + "\\n\"";
            case 2 -> random.nextBoolean() ? "true" : "null";
            case 3 -> "123456789012345678901234567890";
            case 4 -> "[" + document(random, depth - 1) + "," + document(random, depth - 1) + "]";
            default ->
                "{\"z" + random.nextInt(9) + "\":" + document(random, depth - 1) + ",\"a\":"
                        + document(random, depth - 1) + "}";
        };
    }

    private void say(String message) throws IOException {
        write(message.replace('\'', '"'));
    }

    private void write(String message) throws IOException {
        input.sink().write((message + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private String line() throws InterruptedException {
        var line = output.poll(20, TimeUnit.SECONDS);
        return line == null ? "nothing" : line;
    }

    /** The next line that is meant; where connecting takes long, the bridge tells of changed lists in between. */
    private String line(Predicate<String> meant) throws InterruptedException {
        var line = line();
        while (line.contains("list_changed") && !meant.test(line)) {
            line = line();
        }
        return line;
    }

    private JsonObject answer() throws InterruptedException {
        return Json.parseObject(line(line -> line.contains("\"id\"")));
    }

    private JsonObject message(String method) throws InterruptedException {
        var message = Json.parseObject(line(line -> line.contains('"' + method + '"')));
        assertThat(message.text("method")).contains(method);
        return message;
    }
}

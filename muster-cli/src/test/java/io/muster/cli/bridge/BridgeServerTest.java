package io.muster.cli.bridge;

import static io.muster.cli.bridge.FakeMuster.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.mcp.ClientChannel;
import io.muster.mcp.Envelope;
import io.muster.mcp.McpCall;
import io.muster.mcp.McpError;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.McpRejection;
import io.muster.mcp.McpServer.Interest;
import io.muster.mcp.McpServer.Subscription;
import io.muster.mcp.Message;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.Revision;
import io.muster.mcp.client.McpTransportException;
import io.muster.mcp.client.McpTransportException.Fault;
import io.muster.testkit.Eventually;
import io.muster.testkit.ManualTime;
import io.muster.wire.http.Headers;
import io.muster.wire.json.JsonObject;
import io.muster.wire.outbound.OutboundException;
import io.muster.wire.time.Deadline;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BridgeServerTest {
    private static final String TOOLS = "{'tools':[{'name':'list_tools','inputSchema':{}}]}";
    private static final Duration LONG_GONE = Duration.ofMinutes(1);

    private final ManualTime time = new ManualTime();
    private final FakeMuster muster = new FakeMuster().answering("tools/list", TOOLS);
    private final Ide ide = new Ide();
    private final BridgeServer bridge = new BridgeServer(
            "1.2.3",
            new Destination(
                    URI.create("http://localhost:8090/mcp"),
                    Destination.Transport.STREAMABLE_HTTP,
                    () -> Headers.EMPTY),
            muster,
            () -> Deadline.NONE,
            time,
            time,
            new SplittableRandom(7));

    @AfterEach
    void close() {
        bridge.close();
    }

    @Test
    void the_handshake_tells_the_ide_what_muster_can_and_muster_what_the_ide_can() throws InterruptedException {
        var discovered = greet();

        assertThat(discovered.object("serverInfo")).contains(json("{'name':'muster-agent','version':'1.2.3'}"));
        assertThat(discovered.object("capabilities"))
                .contains(json("{'tools':{'listChanged':true},'resources':{'subscribe':true,'listChanged':true},"
                        + "'prompts':{'listChanged':true},'logging':{},'completions':{}}"));
        assertThat(discovered.text("instructions")).contains("be kind");
        assertThat(muster.introductions().getFirst().capabilities())
                .isEqualTo(json("{'sampling':{'tools':{}},'x-own':1}"));
        assertThat(ide.heard).isEmpty();
    }

    @Test
    void a_handshake_without_muster_is_answered_and_the_lists_change_once_it_is_there() throws InterruptedException {
        muster.stop();

        var discovered = greet();

        assertThat(discovered.object("capabilities")).contains(PendingAnswers.CAPABILITIES);
        assertThat(complete(call("tools/list", "{}"))).isEqualTo(json("{'tools':[]}"));

        muster.start();
        time.advance(LONG_GONE);

        assertThat(ide.hear()).isEqualTo("notifications/tools/list_changed");
        assertThat(ide.hear()).isEqualTo("notifications/resources/list_changed");
        assertThat(ide.hear()).isEqualTo("notifications/prompts/list_changed");
        assertThat(complete(call("tools/list", "{}"))).isEqualTo(json(TOOLS));
    }

    @Test
    void a_tool_call_without_muster_fails_with_the_endpoint_and_what_to_start() throws InterruptedException {
        muster.stop();
        greet();

        var result = complete(call("tools/call", "{'name':'list_tools'}"));

        assertThat(result.isTrue("isError")).isTrue();
        assertThat(result.toString())
                .contains("http://localhost:8090/mcp", "connection refused", "Start it with: muster serve");
    }

    @Test
    void a_call_that_is_no_tool_call_fails_without_muster_with_a_protocol_error() throws InterruptedException {
        muster.stop();
        greet();

        var outcome = call("resources/read", "{'uri':'auth://status'}");

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        McpOutcome.Failed.class,
                        failed -> assertThat(failed.error().message()).contains("http://localhost:8090/mcp"));
    }

    @Test
    void a_call_does_not_wait_for_the_next_attempt_when_muster_is_back() throws InterruptedException {
        muster.stop();
        greet();
        muster.start();

        assertThat(complete(call("tools/list", "{}"))).isEqualTo(json(TOOLS));
    }

    @Test
    void a_restart_that_nobody_saw_costs_no_call() throws InterruptedException {
        muster.answering("tools/call", "{'content':[]}");
        greet();
        muster.restart();

        var result = complete(call("tools/call", "{'name':'list_tools'}"));

        assertThat(result).isEqualTo(json("{'content':[]}"));
        assertThat(muster.calls("tools/call")).hasSize(1);
        assertThat(ide.hear()).isEqualTo("notifications/tools/list_changed");
    }

    @Test
    void a_call_in_the_moment_of_a_restart_waits_for_its_end() throws Exception {
        muster.answering("tools/call", "{'content':[]}");
        greet();
        muster.stop();
        var waiting = inBackground("tools/call", "{'name':'list_tools'}");

        Eventually.until(
                "the look for logins, the hang-up, the reconnection and the call wait", () -> time.waiting() == 4);

        muster.start();
        time.advance(Duration.ofSeconds(1));

        assertThat(complete(waiting.get(10, TimeUnit.SECONDS))).isEqualTo(json("{'content':[]}"));
    }

    @Test
    void lists_are_remembered_while_muster_is_away() throws InterruptedException {
        greet();
        call("tools/list", "{}");
        muster.stop();
        disconnect(new Fault.Network(OutboundException.Kind.BROKEN));
        time.advance(LONG_GONE);

        assertThat(complete(call("tools/list", "{}"))).isEqualTo(json(TOOLS));
    }

    @Test
    void a_tool_call_that_may_have_run_is_not_made_again() throws InterruptedException {
        muster.on("tools/call", (_, _) -> {
            throw new McpTransportException(new Fault.Network(OutboundException.Kind.BROKEN), true, "broken");
        });
        muster.answering("ping", "{}");
        greet();

        var result = complete(call("tools/call", "{'name':'call_tool'}"));

        assertThat(result.toString()).contains("isError", "It may have been carried out nevertheless");
        assertThat(muster.calls("tools/call")).hasSize(1);
        assertThat(muster.introductions()).as("the session still lives").hasSize(1);
    }

    @Test
    void a_failure_that_says_nothing_about_the_connection_is_not_repeated() throws InterruptedException {
        muster.on("prompts/get", (_, _) -> {
            throw new McpTransportException(new Fault.HttpStatus(413), false, "HTTP 413");
        });
        greet();

        assertThat(call("prompts/get", "{}")).isInstanceOf(McpOutcome.Failed.class);
        assertThat(muster.calls("prompts/get")).hasSize(1);
    }

    @Test
    void subscriptions_and_the_log_level_outlive_a_restart() throws InterruptedException {
        muster.answering("resources/subscribe", "{}").answering("logging/setLevel", "{}");
        greet();
        var subscription = subscribe();
        subscription.change(new Interest(true, Set.of("file://a")));
        call("logging/setLevel", "{'level':'debug'}");

        muster.restart();
        call("tools/list", "{}");

        assertThat(ide.hear()).isEqualTo("notifications/resources/updated");
        assertThat(muster.calls("resources/subscribe"))
                .hasSize(2)
                .allSatisfy(call -> assertThat(call.params().text("uri")).contains("file://a"));
        assertThat(muster.calls("logging/setLevel").getLast().params().text("level"))
                .contains("debug");
    }

    @Test
    void a_subscription_ends_at_muster_when_it_ends_at_the_ide() throws InterruptedException {
        muster.answering("resources/subscribe", "{}").answering("resources/unsubscribe", "{}");
        greet();
        var subscription = subscribe();
        subscription.change(new Interest(true, Set.of("file://a", "file://b")));
        subscription.change(new Interest(true, Set.of("file://b")));

        assertThat(muster.calls("resources/unsubscribe"))
                .singleElement()
                .satisfies(call -> assertThat(call.params().text("uri")).contains("file://a"));
    }

    @Test
    void a_refused_subscription_is_refused() throws InterruptedException {
        muster.on("resources/subscribe", (_, _) -> new McpOutcome.Failed(McpError.invalidParams("no such resource")));
        greet();
        var subscription = subscribe();

        assertThatThrownBy(() -> subscription.change(new Interest(true, Set.of("file://a"))))
                .isInstanceOf(McpRejection.class)
                .hasMessage("no such resource");
    }

    @Test
    void notifications_go_both_ways_as_they_are() throws InterruptedException {
        greet();
        var fromIde = Message.Notification.of("notifications/roots/list_changed", json("{'_meta':{'x':1}}"));
        var fromMuster = Message.Notification.of("notifications/of/a/later/revision", json("{'y':[1.50]}"));

        bridge.notified(fromIde, ide.envelope, BridgeServer.Ide.OWNER);
        muster.listener().notified(fromMuster);

        assertThat(ide.heard.poll(10, TimeUnit.SECONDS)).isEqualTo(fromMuster);
        Eventually.until(
                "the notification arrives", () -> !muster.notifications().isEmpty());
        assertThat(muster.notifications()).containsExactly(fromIde);
    }

    @Test
    void a_required_login_shows_one_tool_that_says_how_and_is_over_when_muster_accepts() throws InterruptedException {
        muster.refuse(new Fault.Unauthorized(List.of("Bearer")));
        greet();

        assertThat(complete(call("tools/list", "{}")).toString()).contains("authenticate_muster");
        assertThat(complete(call("tools/call", "{'name':'authenticate_muster'}"))
                        .toString())
                .contains("muster auth login --endpoint http://localhost:8090/mcp");

        muster.start();
        time.advance(LONG_GONE);

        assertThat(ide.hear()).isEqualTo("notifications/tools/list_changed");
        assertThat(complete(call("tools/list", "{}"))).isEqualTo(json(TOOLS));
    }

    @Test
    void a_login_that_expires_takes_the_tools_away() throws InterruptedException {
        greet();
        call("tools/list", "{}");
        muster.refuse(new Fault.Unauthorized(List.of("Bearer")));

        assertThat(complete(call("tools/list", "{}")).toString()).contains("authenticate_muster");
        assertThat(ide.hear()).isEqualTo("notifications/tools/list_changed");
    }

    private JsonObject greet() throws InterruptedException {
        var discovered = complete(call("server/discover", "{}"));
        subscribe();
        return discovered;
    }

    private Subscription subscribe() {
        return bridge.subscribe(Interest.LIST_CHANGES, ide.envelope, BridgeServer.Ide.OWNER, ide);
    }

    private McpOutcome call(String method, String params) throws InterruptedException {
        return bridge.handle(
                new McpCall(ide.envelope, method, json(params)), BridgeServer.Ide.OWNER, ReplyChannel.NONE);
    }

    private CompletableFuture<McpOutcome> inBackground(String method, String params) {
        var outcome = new CompletableFuture<McpOutcome>();
        Thread.ofVirtual().start(() -> {
            try {
                outcome.complete(call(method, params));
            } catch (InterruptedException | RuntimeException e) {
                outcome.completeExceptionally(e);
            }
        });
        return outcome;
    }

    private void disconnect(Fault fault) {
        muster.listener().disconnected(new McpTransportException(fault, true, "gone"));
    }

    private static JsonObject complete(McpOutcome outcome) {
        assertThat(outcome).isInstanceOf(McpOutcome.Complete.class);
        return ((McpOutcome.Complete) outcome).result();
    }

    /** The client on standard input and output. */
    private static final class Ide implements ClientChannel {
        private final BlockingQueue<Message.Notification> heard = new LinkedBlockingQueue<>();
        private final Envelope envelope = new Envelope(
                Revision.V2025_11_25,
                json("{'name':'ide'}"),
                json("{'sampling':{'tools':{}},'x-own':1}"),
                Optional.empty(),
                Optional.empty(),
                Envelope.TraceContext.NONE);

        String hear() throws InterruptedException {
            var notification = heard.poll(10, TimeUnit.SECONDS);
            return notification == null ? "nothing" : notification.method();
        }

        @Override
        public String id() {
            return "stdio";
        }

        @Override
        public boolean offer(Message.Notification notification) {
            return heard.add(notification);
        }

        @Override
        public void onClose(Runnable task) {}

        @Override
        public void forget(Runnable task) {}
    }
}

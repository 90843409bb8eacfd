package io.muster.gateway.notify;

import static io.muster.gateway.fake.FakeBackends.everything;
import static io.muster.gateway.fake.FakeBackends.server;
import static io.muster.gateway.fake.FakeBackends.tool;
import static io.muster.gateway.fake.FakeBackends.tools;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.gateway.backend.ServiceState;
import io.muster.gateway.fake.FakeBackends.Received;
import io.muster.gateway.fake.FakeChannel;
import io.muster.gateway.fake.FakeGateway;
import io.muster.mcp.Envelope;
import io.muster.mcp.McpServer.Interest;
import io.muster.mcp.McpServer.Subscription;
import io.muster.mcp.Message.Notification;
import io.muster.mcp.Revision;
import io.muster.oauth.Caller;
import io.muster.wire.json.JsonObject;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NotificationsTest {
    private final FakeGateway gateway = new FakeGateway();
    private final FakeChannel client = new FakeChannel();

    private Subscription attach(FakeChannel channel) {
        return gateway.server.subscribe(
                Interest.LIST_CHANGES, Envelope.of(Revision.NEWEST_LEGACY), Caller.UNPROTECTED, channel);
    }

    private String nextCall() throws InterruptedException {
        Received received = gateway.backends.received.poll(10, TimeUnit.SECONDS);
        return received == null
                ? "none"
                : received.call().method() + " " + received.call().params();
    }

    private void update(String uri) {
        gateway.backends.notify("s", Notification.of("notifications/resources/updated", JsonObject.of("uri", uri)));
    }

    @Test
    void many_changes_in_a_short_while_are_told_once() {
        var _ = attach(client);

        gateway.backends.connect(server("a"), tools(tool("t", "")));
        gateway.backends.connect(server("s"), everything());
        assertThat(client.heard).isEmpty();
        gateway.time.advance(ListChanges.WINDOW);

        assertThat(client.methods())
                .containsExactly(
                        "notifications/tools/list_changed",
                        "notifications/resources/list_changed",
                        "notifications/prompts/list_changed");
    }

    @Test
    void a_channel_that_is_detached_or_ended_hears_nothing() {
        var ended = new FakeChannel();
        var _ = attach(ended);
        attach(client).close();
        ended.end();

        gateway.backends.connect(server("s"), everything());
        gateway.time.advance(ListChanges.WINDOW);

        assertThat(client.heard).isEmpty();
        assertThat(ended.heard).isEmpty();
    }

    @Test
    void a_channel_forgets_what_was_detached() {
        attach(client).close();

        assertThat(client.waiting()).isZero();
    }

    @Test
    void a_watched_resource_is_subscribed_once_and_its_updates_carry_the_exposed_uri() throws Exception {
        gateway.backends.connect(server("s"), everything());
        var other = new FakeChannel();
        var interest = new Interest(true, Set.of("x_s_plain", "unknown://x"));

        var first = attach(client);
        first.change(interest);
        var second = attach(other);
        second.change(interest);
        update("plain");

        assertThat(nextCall()).isEqualTo("resources/subscribe {\"uri\":\"plain\"}");
        assertThat(gateway.backends.received).isEmpty();
        assertThat(client.heard)
                .singleElement()
                .satisfies(n -> assertThat(n.params().text("uri")).contains("x_s_plain"));
        assertThat(other.heard).hasSize(1);

        first.change(Interest.LIST_CHANGES);
        update("plain");
        assertThat(client.heard).hasSize(1);
        assertThat(gateway.backends.received).isEmpty();

        second.close();
        assertThat(nextCall()).isEqualTo("resources/unsubscribe {\"uri\":\"plain\"}");
    }

    @Test
    void a_backend_that_comes_back_is_told_again() throws Exception {
        gateway.backends.connect(server("s"), everything());
        attach(client).change(new Interest(true, Set.of("demo://a")));
        assertThat(nextCall()).startsWith("resources/subscribe");

        gateway.backends.become(server("s"), ServiceState.FAILED);
        gateway.backends.connect(server("s"), everything());

        assertThat(nextCall()).isEqualTo("resources/subscribe {\"uri\":\"demo://a\"}");
    }

    @Test
    void a_resource_of_a_server_that_comes_later_is_watched_from_then_on() throws Exception {
        attach(client).change(new Interest(false, Set.of("demo://a")));
        assertThat(gateway.backends.received).isEmpty();

        gateway.backends.connect(server("s"), everything());
        gateway.time.advance(ListChanges.WINDOW);

        assertThat(nextCall()).isEqualTo("resources/subscribe {\"uri\":\"demo://a\"}");
    }

    @Test
    void what_is_not_wanted_any_more_is_not_watched_when_its_server_comes() throws Exception {
        var attachment = attach(client);
        attachment.change(new Interest(false, Set.of("demo://a", "demo://item/7")));
        attachment.change(new Interest(false, Set.of("demo://item/7")));

        gateway.backends.connect(server("s"), everything());
        gateway.time.advance(ListChanges.WINDOW);

        assertThat(nextCall()).isEqualTo("resources/subscribe {\"uri\":\"demo://item/7\"}");
        assertThat(gateway.backends.received).isEmpty();
    }

    @Test
    void one_channel_cannot_watch_without_bounds() throws Exception {
        gateway.backends.connect(server("s"), everything());
        var many = IntStream.range(0, Attachments.MAX_RESOURCES + 50)
                .mapToObj(i -> "demo://item/" + i)
                .collect(Collectors.toSet());

        attach(client).change(new Interest(true, many));

        assertThat(gateway.backends.received).hasSize(Attachments.MAX_RESOURCES);
    }
}

package io.muster.mcp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.mcp.server.legacy.Exchange;
import io.muster.mcp.server.legacy.SessionLimits;
import io.muster.mcp.server.legacy.SessionMemory;
import io.muster.wire.http.Headers;
import io.muster.wire.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SessionMemoryTest {
    private static final int MOST = 128 << 10;

    private final SessionMemory memory = new SessionMemory(MOST);
    private final SessionLimits limits = SessionLimits.defaults().withMemory(memory);
    private final McpClients clients = new McpClients(limits);

    private static Exchange initialize(McpClients clients, String name) {
        return clients.post(
                McpClients.JSON,
                "{'jsonrpc':'2.0','id':0,'method':'initialize','params':{'protocolVersion':'2025-11-25',"
                        + "'capabilities':{},'clientInfo':{'name':'" + name + "','version':'1'}}}");
    }

    private static Headers connect(McpClients clients, String name) {
        clients.time.advance(Duration.ofSeconds(1));
        return McpClients.JSON.with(
                "Mcp-Session-Id",
                initialize(clients, name).header("Mcp-Session-Id").orElseThrow());
    }

    private Exchange subscribe(Headers session, String uri) {
        return clients.call(session, "resources/subscribe", "{'uri':'" + uri + "'}");
    }

    private static String error(Exchange answer) {
        return answer.json().object("error").orElseThrow().text("message", "");
    }

    @Test
    void idle_sessions_make_room_for_those_that_introduce_themselves_at_length() {
        var first = connect(clients, "first");
        var last = first;
        for (var i = 0; i < 100; i++) {
            last = connect(clients, i + "x".repeat(4_000));
        }

        assertThat(memory.held()).isBetween(MOST / 2L, (long) MOST);
        assertThat(clients.endpoint.openSessions()).isLessThan(30);
        assertThat(clients.call(first, "ping", "{}").status()).isEqualTo(404);
        assertThat(clients.call(last, "ping", "{}").status()).isEqualTo(200);
    }

    @Test
    void the_longest_idle_session_makes_room_whatever_its_endpoint() {
        var other = new McpClients(limits);
        var longest = connect(other, "x".repeat(4_000));
        clients.time.advance(Duration.ofSeconds(10));
        for (var i = 0; i < 100; i++) {
            connect(clients, i + "x".repeat(4_000));
        }

        assertThat(other.call(longest, "ping", "{}").status()).isEqualTo(404);
        assertThat(memory.held()).isLessThanOrEqualTo(MOST);
    }

    @Test
    void nobody_who_is_there_is_ended_and_who_comes_is_told() {
        var streams = new ArrayList<Exchange>();
        var answer = initialize(clients, "x".repeat(4_000));
        while (answer.header("Mcp-Session-Id").isPresent()) {
            streams.add(clients.stream(McpClients.JSON.with(
                    "Mcp-Session-Id", answer.header("Mcp-Session-Id").get())));
            answer = initialize(clients, streams.size() + "x".repeat(4_000));
        }

        assertThat(error(answer)).isEqualTo("sessions keep too much already, try again later");
        assertThat(streams).hasSizeBetween(15, 30).noneMatch(Exchange::ended);
        assertThat(clients.core.attached()).hasSameSizeAs(streams);
    }

    @Test
    void a_session_that_ends_gives_everything_back() {
        var session = connect(clients, "editor");
        subscribe(session, "file:///a");

        Exchange.of(clients.endpoint, "DELETE", "/mcp", session, "");

        assertThat(memory.held()).isZero();
    }

    @Test
    void the_subscriptions_of_a_session_are_bounded_together() {
        var roomy = new McpClients(limits.withMemory(new SessionMemory(1 << 20)));
        var session = connect(roomy, "editor");
        var uri = "file:///" + "x".repeat(8_000);

        for (var i = 0; i < 8; i++) {
            assertThat(roomy.call(session, "resources/subscribe", "{'uri':'" + uri + i + "'}")
                            .json()
                            .has("result"))
                    .isTrue();
        }
        var ninth = roomy.call(session, "resources/subscribe", "{'uri':'" + uri + "8'}");
        roomy.call(session, "resources/unsubscribe", "{'uri':'" + uri + "0'}");
        var again = roomy.call(session, "resources/subscribe", "{'uri':'" + uri + "8'}");

        assertThat(error(ninth)).contains("65536 characters");
        assertThat(again.json().object("result")).contains(JsonObject.EMPTY);
    }

    @Test
    void the_subscriptions_of_all_sessions_are_bounded_together() {
        var session = connect(clients, "one");
        var stream = clients.stream(session);
        for (var i = 0; i < 7; i++) {
            subscribe(session, "file:///" + i + "x".repeat(8_000));
        }

        var other = connect(clients, "two");
        var refused = subscribe(other, "file:///" + "x".repeat(8_000));
        clients.call(session, "resources/unsubscribe", "{'uri':'file:///0" + "x".repeat(8_000) + "'}");
        var taken = subscribe(other, "file:///" + "x".repeat(8_000));

        assertThat(error(refused)).isEqualTo("sessions keep too much already, try again later");
        assertThat(taken.json().has("result")).isTrue();
        assertThat(stream.ended()).isFalse();
        assertThat(memory.held()).isLessThanOrEqualTo(MOST);
    }

    @Test
    void a_resource_counts_once() {
        var session = connect(clients, "editor");
        subscribe(session, "file:///a");
        var once = memory.held();

        subscribe(session, "file:///a");

        assertThat(memory.held()).isEqualTo(once);
    }

    @Test
    void icons_of_a_client_are_not_kept() {
        clients.core.answering("tools/list", "{'tools':[]}");
        var icons = "'icons':[{'src':'data:image/png;base64," + "A".repeat(100_000) + "'}]";
        var session = McpClients.JSON.with(
                "Mcp-Session-Id",
                clients.post(
                                McpClients.JSON,
                                "{'jsonrpc':'2.0','id':0,'method':'initialize','params':{'protocolVersion':'2025-11-25',"
                                        + "'capabilities':{},'clientInfo':{'name':'c','version':'1'," + icons + "}}}")
                        .header("Mcp-Session-Id")
                        .orElseThrow());

        clients.call(session, "tools/list", "{}");

        assertThat(clients.core.lastCall().envelope().clientInfo().toString())
                .isEqualTo("{\"name\":\"c\",\"version\":\"1\"}");
    }
}

package io.muster.cli.bridge;

import static io.muster.cli.bridge.FakeMuster.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.cli.login.LoginFailure;
import io.muster.mcp.Envelope;
import io.muster.mcp.McpCall;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.Revision;
import io.muster.mcp.client.McpTransportException.Fault;
import io.muster.testkit.Eventually;
import io.muster.testkit.ManualTime;
import io.muster.wire.http.Headers;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import io.muster.wire.time.Deadline;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BridgeLoginTest {
    private static final URI PAGE = URI.create("https://as.example/authorize?a=1&b=2");

    private final ManualTime time = new ManualTime();
    private final FakeMuster muster = new FakeMuster().answering("tools/list", "{'tools':[]}");
    private final List<List<String>> begun = new CopyOnWriteArrayList<>();
    private final CompletableFuture<String> end = new CompletableFuture<>();
    private volatile Optional<LoginFailure> failure = Optional.empty();
    private final BridgeServer bridge = new BridgeServer(
            "1.2.3",
            new Destination(
                    URI.create("http://localhost:8090/mcp"),
                    Destination.Transport.STREAMABLE_HTTP,
                    () -> Headers.EMPTY,
                    Optional.of(this::begin)),
            muster,
            () -> Deadline.NONE,
            time,
            time,
            new SplittableRandom(7));

    private LoginDesk.Visit begin(List<String> challenges) {
        failure.ifPresent(cause -> {
            throw cause;
        });
        begun.add(challenges);
        return new LoginDesk.Visit(PAGE, true, end);
    }

    @AfterEach
    void close() {
        bridge.close();
    }

    private JsonObject call(String method, String params) throws InterruptedException {
        var call = new McpCall(Envelope.of(Revision.V2025_11_25), method, json(params));
        var outcome = bridge.handle(call, BridgeServer.Ide.OWNER, ReplyChannel.NONE);
        assertThat(outcome).isInstanceOf(McpOutcome.Complete.class);
        return ((McpOutcome.Complete) outcome).result();
    }

    private static String text(JsonObject result) {
        return ((JsonObject) result.values("content").getFirst()).text("text", "");
    }

    @Test
    void the_tool_begins_a_login_and_the_connection_opens_as_soon_as_it_ends() throws InterruptedException {
        muster.refuse(new Fault.Unauthorized(List.of("Bearer resource_metadata=\"https://m.example/x\"")));

        var answer = Json.parseObject(text(call("tools/call", "{'name':'authenticate_muster'}")));

        assertThat(answer.text("status")).contains("auth_required");
        assertThat(answer.text("auth_url")).contains(PAGE.toString());
        assertThat(answer.text("clickable_url")).contains("[Authenticate with Muster](" + PAGE + ")");
        assertThat(answer.text("message", "")).contains("browser has been opened", PAGE.toString());
        assertThat(begun).containsExactly(List.of("Bearer resource_metadata=\"https://m.example/x\""));

        muster.start();
        end.complete("logged in");

        Eventually.until("the bridge connects", () -> !muster.introductions().isEmpty());
        assertThat(call("tools/list", "{}")).isEqualTo(json("{'tools':[]}"));
    }

    @Test
    void a_login_that_cannot_begin_says_why() throws InterruptedException {
        muster.refuse(new Fault.Unauthorized(List.of("Bearer")));
        failure = Optional.of(new LoginFailure("callback port 3000 is already in use"));

        var answer = call("tools/call", "{'name':'authenticate_muster'}");

        assertThat(answer.isTrue("isError")).isTrue();
        assertThat(text(answer)).isEqualTo("Failed to start authentication: callback port 3000 is already in use");
    }

    @Test
    void other_tools_wait_for_the_login() throws InterruptedException {
        muster.refuse(new Fault.Unauthorized(List.of("Bearer")));

        var answer = call("tools/call", "{'name':'list_tools'}");

        assertThat(answer.isTrue("isError")).isTrue();
        assertThat(text(answer)).contains("requires a login");
        assertThat(begun).isEmpty();
    }
}

package io.muster.cli.bridge;

import static io.muster.cli.bridge.FakeMuster.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.cli.login.LoginFailure;
import io.muster.cli.servers.BackendStatus;
import io.muster.cli.servers.Session;
import io.muster.cli.servers.SessionStatus;
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
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
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
    private final BlockingQueue<SessionStatus> behind = new LinkedBlockingQueue<>();
    private volatile boolean silentLoginWorks;
    private final BridgeServer bridge = new BridgeServer(
            "1.2.3",
            new Destination(
                    URI.create("http://localhost:8090/mcp"),
                    Destination.Transport.STREAMABLE_HTTP,
                    () -> Headers.EMPTY,
                    Optional.of(new Desk())),
            muster,
            () -> Deadline.NONE,
            time,
            time,
            new SplittableRandom(7));

    private final class Desk implements LoginDesk {
        @Override
        public Visit begin(List<String> challenges) {
            failure.ifPresent(cause -> {
                throw cause;
            });
            begun.add(challenges);
            return new Visit(PAGE, true, end);
        }

        @Override
        public boolean renew(List<String> challenges) {
            if (silentLoginWorks) {
                muster.start();
            }
            return silentLoginWorks;
        }

        @Override
        public void signIn(Session session) throws InterruptedException {
            behind.add(session.status());
        }
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

    @Test
    void a_login_that_ends_under_a_call_is_asked_for_again_at_once() throws InterruptedException {
        muster.answering("tools/call", "{'content':[]}");
        call("tools/call", "{'name':'list_tools'}");
        muster.refuse(new Fault.Unauthorized(List.of("Bearer error=\"invalid_token\"")));

        var first = call("tools/call", "{'name':'list_tools'}");
        var second = call("tools/call", "{'name':'list_tools'}");

        assertThat(first.isTrue("isError")).isTrue();
        assertThat(text(first))
                .contains("has ended", "A browser has been opened", PAGE.toString(), "then try this call again");
        assertThat(second.isTrue("isError")).isTrue();
        assertThat(text(second)).contains("Re-authentication is already in progress", PAGE.toString());
        assertThat(begun).containsExactly(List.of("Bearer error=\"invalid_token\""));
        assertThat(call("tools/list", "{}").values("tools")).hasSize(1);

        muster.start();
        end.complete("logged in");

        Eventually.until("calls work again", () -> !list().isTrue("isError"));
    }

    @Test
    void a_login_that_ends_under_a_call_and_cannot_be_replaced_says_why() throws InterruptedException {
        muster.answering("tools/call", "{'content':[]}");
        call("tools/call", "{'name':'list_tools'}");
        muster.refuse(new Fault.Unauthorized(List.of("Bearer")));
        failure = Optional.of(new LoginFailure("callback port 3000 is already in use"));

        var answer = call("tools/call", "{'name':'list_tools'}");

        assertThat(answer.isTrue("isError")).isTrue();
        assertThat(text(answer)).contains("callback port 3000 is already in use", "muster auth login --endpoint");

        failure = Optional.empty();
        assertThat(text(call("tools/call", "{'name':'authenticate_muster'}"))).contains("auth_required");
    }

    @Test
    void a_listing_does_not_open_a_browser() throws InterruptedException {
        call("tools/list", "{}");
        muster.refuse(new Fault.Unauthorized(List.of("Bearer")));

        var listed = call("tools/list", "{}");

        assertThat(listed.values("tools").toString()).contains("authenticate_muster");
        assertThat(begun).isEmpty();
    }

    @Test
    void a_login_is_followed_by_those_to_the_servers_behind_muster() throws InterruptedException {
        muster.refuse(new Fault.Unauthorized(List.of("Bearer")));
        call("tools/call", "{'name':'authenticate_muster'}");
        muster.answering("resources/read", STATUS).start();
        end.complete("logged in");

        var seen = behind.poll(20, TimeUnit.SECONDS);

        assertThat(seen).isNotNull();
        assertThat(seen.loginPossible()).extracting(BackendStatus::name).containsExactly("chat", "github");
    }

    @Test
    void a_login_that_can_be_renewed_silently_needs_no_tool() throws InterruptedException {
        silentLoginWorks = true;
        muster.refuse(new Fault.Unauthorized(List.of("Bearer")));
        call("tools/list", "{}");

        Eventually.until("the bridge connects", () -> !muster.introductions().isEmpty());

        assertThat(begun).isEmpty();
    }

    private static final String STATUS = """
            {'contents':[{'uri':'auth://status','text':'{\\'servers\\':[
              {\\'name\\':\\'wiki\\',\\'status\\':\\'auth_required\\',\\'token_forwarding_enabled\\':true},
              {\\'name\\':\\'github\\',\\'status\\':\\'auth_required\\',\\'auth_tool\\':\\'core_auth_login\\',\\'issuer\\':\\'https://as.example\\'},
              {\\'name\\':\\'chat\\',\\'status\\':\\'reauth_required\\',\\'auth_tool\\':\\'core_auth_login\\',\\'issuer\\':\\'https://as.example\\'}
            ]}'}]}""".replace("\n", "");

    @Test
    void missing_logins_are_told_with_results_to_the_model_only_when_there_is_news() throws InterruptedException {
        muster.answering("resources/read", STATUS)
                .answering("tools/call", "{'content':[{'type':'text','text':'hi'}],'_meta':{'own':1}}");
        call("tools/list", "{}");
        Eventually.until("the bridge knows", () -> meta(list()).isPresent());

        // The first results may have come before the bridge knew; the one that came with news is over.
        assertThat(meta(list())).hasValue(2);
        assertThat(list().values("content")).hasSize(1);

        time.advance(Duration.ofMinutes(10));
        Eventually.until("the model is reminded", () -> list().values("content").size() == 2);
        assertThat(list().values("content")).hasSize(1);
        assertThat(list().object("_meta").orElseThrow().has("own")).isTrue();
    }

    private JsonObject list() {
        try {
            return call("tools/call", "{'name':'list_tools'}");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static OptionalInt meta(JsonObject result) {
        var entries = result.object("_meta").orElse(JsonObject.EMPTY).values("giantswarm.io/auth_required");
        return entries.isEmpty() ? OptionalInt.empty() : OptionalInt.of(entries.size());
    }
}

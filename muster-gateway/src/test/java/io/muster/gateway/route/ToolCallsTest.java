package io.muster.gateway.route;

import static io.muster.gateway.fake.FakeBackends.everything;
import static io.muster.gateway.fake.FakeBackends.member;
import static io.muster.gateway.fake.FakeBackends.server;
import static io.muster.gateway.fake.FakeBackends.tool;
import static io.muster.gateway.fake.FakeBackends.tools;
import static io.muster.gateway.fake.FakeGateway.request;
import static io.muster.gateway.fake.FakeGateway.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.gateway.backend.ServiceState;
import io.muster.gateway.fake.FakeChannel;
import io.muster.gateway.fake.FakeGateway;
import io.muster.mcp.CallToolResult;
import io.muster.mcp.Envelope;
import io.muster.mcp.McpCall;
import io.muster.mcp.McpError;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.Message.Notification;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.Revision;
import io.muster.mcp.client.McpTransportException;
import io.muster.oauth.Caller;
import io.muster.testkit.Eventually;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToolCallsTest {
    private final FakeGateway gateway = new FakeGateway();

    private String failure(String tool, String arguments) throws InterruptedException {
        var outer = gateway.meta("call_tool", "{\"name\":\"" + tool + "\",\"arguments\":" + arguments + "}");
        assertThat(outer.isError()).isTrue();
        var inner = Json.parseObject(text(outer));
        assertThat(inner.isTrue("isError")).isTrue();
        return text(new CallToolResult(inner));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x_fam_get     | {}                   | tool x_fam_get is provided by a family on servers east, west; the \"where\" parameter is required",
                "x_fam_get     | {\"where\":\"\"}     | tool x_fam_get is provided by a family on servers east, west; the \"where\" parameter is required",
                "x_fam_get     | {\"where\":1}        | tool x_fam_get is provided by a family on servers east, west; the \"where\" parameter is required",
                "x_fam_get     | {\"where\":\"mars\"} | tool x_fam_get is not available on server \"mars\" (available: east, west)",
                "x_never_seen_ | {}                   | tool not found: x_never_seen_",
                "x_gone_t      | {}                   | server not found: gone",
                "x_stopped_t   | {}                   | server not found: stopped (status: stopped)",
                "x_locked_t    | {}                   | failed to connect to server locked: user not authenticated to server locked",
                "core_unknown_ | {}                   | tool not found: core_unknown_",
                "x_refuses_t   | {}                   | bad argument",
                "x_hangs_t     | {}                   | server hangs: no answer within 1s"
            })
    void a_call_that_cannot_be_routed_says_why(String tool, String arguments, String reason) throws Exception {
        var one = tools(tool("t", ""));
        gateway.backends.connect(member("west", "fam", "where"), tools(tool("get", "")));
        gateway.backends.connect(member("east", "fam", "where"), tools(tool("get", "")));
        gateway.backends.connect(server("gone"), one);
        gateway.backends.remove("gone");
        gateway.backends.connect(server("stopped"), one);
        gateway.backends.become(server("stopped"), ServiceState.STOPPED);
        gateway.backends.connect(server("locked"), one);
        gateway.backends.become(server("locked"), ServiceState.AUTH_REQUIRED);
        gateway.backends.connect(
                server("refuses"), one, (_, _) -> new McpOutcome.Failed(McpError.invalidParams("bad argument")));
        gateway.backends.connect(server("hangs"), one, (_, _) -> {
            throw new McpTransportException(new McpTransportException.Fault.TimedOut(), true, "no answer within 1s");
        });

        assertThat(failure(tool, arguments)).isEqualTo("Tool execution failed: " + reason);
    }

    @Test
    void a_url_that_must_be_opened_first_reaches_the_client_as_it_is() throws Exception {
        var error = McpError.of(McpError.URL_ELICITATION_REQUIRED, "open it");
        gateway.backends.connect(server("s"), everything(), (_, _) -> new McpOutcome.Failed(error));

        assertThat(gateway.handle("tools/call", "{\"name\":\"call_tool\",\"arguments\":{\"name\":\"x_s_echo\"}}"))
                .isEqualTo(new McpOutcome.Failed(error));
    }

    @Test
    void progress_and_questions_of_a_backend_reach_the_client_of_the_call() throws Exception {
        var client = new FakeChannel();
        gateway.backends.connect(server("s"), everything(), (_, reply) -> {
            reply.send(Notification.of("notifications/progress", JsonObject.of("progressToken", "p")));
            var answer = reply.ask("elicitation/create", JsonObject.of("message", "really?"));
            return new McpOutcome.Complete(
                    CallToolResult.text(answer.toString()).json());
        });

        var result = gateway.meta("call_tool", "{\"name\":\"x_s_echo\"}", client);

        assertThat(client.methods()).containsExactly("notifications/progress");
        assertThat(text(result)).contains("really?");
    }

    @Test
    void the_envelope_and_foreign_metadata_go_along_but_not_the_clients_token() throws Exception {
        gateway.backends.connect(server("s"), everything());
        var envelope = Envelope.of(Revision.V2025_06_18).withProgressToken(Optional.of(new JsonString("tok")));
        var call = request(
                "tools/call",
                "{\"name\":\"call_tool\",\"arguments\":{\"name\":\"x_s_echo\"},\"task\":{},"
                        + "\"_meta\":{\"progressToken\":\"tok\",\"vendor/x\":1.0}}");

        var _ = gateway.server.handle(
                new McpCall(envelope, call.method(), call.params()), Caller.UNPROTECTED, ReplyChannel.NONE);

        var received = gateway.backends.received.element().call();
        assertThat(received.envelope()).isEqualTo(envelope);
        assertThat(received.params()).hasToString("{\"name\":\"echo\",\"arguments\":{},\"_meta\":{\"vendor/x\":1.0}}");
    }

    @Test
    void a_cancelled_call_is_interrupted_in_the_backend() throws Exception {
        var started = new CountDownLatch(1);
        var interrupted = new AtomicBoolean();
        gateway.backends.connect(server("s"), everything(), (_, _) -> {
            started.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.set(true);
                throw e;
            }
            throw new AssertionError("nobody counts down");
        });
        var caller = Thread.startVirtualThread(() -> {
            try {
                var _ = gateway.meta("call_tool", "{\"name\":\"x_s_echo\"}");
            } catch (InterruptedException expected) {
                Thread.currentThread().interrupt();
            }
        });

        Eventually.open("the call starts", started);
        caller.interrupt();

        Eventually.ended("the caller", caller);
        assertThat(interrupted).isTrue();
    }
}

package io.muster.gateway.meter;

import static io.muster.gateway.fake.FakeBackends.everything;
import static io.muster.gateway.fake.FakeBackends.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.gateway.backend.BackendConnection;
import io.muster.gateway.backend.ServiceState;
import io.muster.gateway.fake.FakeBackends;
import io.muster.gateway.fake.FakeGateway;
import io.muster.gateway.lease.Permit;
import io.muster.mcp.CallToolResult;
import io.muster.mcp.McpError;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.McpRejection;
import io.muster.mcp.McpServer;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.client.McpTransportException;
import io.muster.oauth.Caller;
import io.muster.wire.json.JsonObject;
import io.muster.wire.meter.Meters;
import io.muster.wire.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayMetersTest {
    private final Notes notes = new Notes();
    private final GatewayMeters meters = new GatewayMeters(notes);
    private final FakeGateway gateway = new FakeGateway();
    private final McpServer<Caller> measured = meters.measured(gateway.server);

    private void call(String params) throws InterruptedException {
        var _ = measured.handle(FakeGateway.request("tools/call", params), Caller.UNPROTECTED, ReplyChannel.NONE);
    }

    @Test
    void a_call_is_counted_and_timed_under_the_meta_tool() throws Exception {
        call("{\"name\":\"list_tools\"}");

        assertThat(notes.lines)
                .containsExactly(
                        "muster.tool_calls{outcome=ok, tool=list_tools}",
                        "muster.tool_call.duration{outcome=ok, tool=list_tools}");
    }

    @Test
    void a_result_that_is_an_error_is_told_from_a_failure_of_the_protocol() throws Exception {
        call("{\"name\":\"call_tool\",\"arguments\":{\"name\":\"nothing\"}}");
        assertThatThrownBy(() -> call("{\"name\":\"a-name-that-a-client-made-up\"}"))
                .isInstanceOf(McpRejection.class);

        assertThat(notes.lines)
                .contains(
                        "muster.tool_calls{outcome=error_result, tool=call_tool}",
                        "muster.tool_calls{outcome=error, tool=unknown}");
    }

    @Test
    void other_methods_are_not_counted_and_answered_alike() throws Exception {
        var request = FakeGateway.request("tools/list", "{}");

        assertThat(measured.handle(request, Caller.UNPROTECTED, ReplyChannel.NONE))
                .isEqualTo(gateway.server.handle(request, Caller.UNPROTECTED, ReplyChannel.NONE));
        assertThat(notes.lines).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ok, tools/call, tools/call, ok",
        "tool error, tools/call, tools/call, error_result",
        "protocol error, resources/read, resources/read, error",
        "no answer, prompts/get, prompts/get, no_answer",
        "ok, a/method/that/a/client/made/up, other, ok"
    })
    void a_request_to_a_backend_is_counted_by_how_it_ended(
            String behaviour, String method, String label, String outcome) {
        gateway.backends.connect(server("github"), everything(), (_, _) -> behave(behaviour));
        var connection = borrow("github");

        try {
            var _ = connection.call(FakeGateway.request(method, "{}"), ReplyChannel.NONE, Deadline.NONE);
        } catch (McpTransportException | InterruptedException expected) {
            assertThat(behaviour).isEqualTo("no answer");
        }

        var labels = "{method=" + label + ", outcome=" + outcome + ", server=github}";
        assertThat(notes.lines)
                .containsExactly("muster.backend_requests" + labels, "muster.backend_request.duration" + labels);
    }

    private static McpOutcome behave(String behaviour) {
        return switch (behaviour) {
            case "ok" -> new McpOutcome.Complete(JsonObject.EMPTY);
            case "tool error" ->
                new McpOutcome.Complete(CallToolResult.failure("no").json());
            case "protocol error" -> new McpOutcome.Failed(McpError.invalidParams("no"));
            default -> throw new McpTransportException(new McpTransportException.Fault.Closed(), false, "gone");
        };
    }

    private BackendConnection borrow(String backend) {
        return meters.measured(gateway.backends).borrow(backend, Caller.UNPROTECTED)
                        instanceof Permit.Granted(var connection)
                ? connection
                : fail(backend);
    }

    private static BackendConnection fail(String backend) {
        throw new AssertionError("no connection to " + backend);
    }

    @Test
    void a_refused_permit_stays_as_it_is() {
        assertThat(meters.measured(gateway.backends).borrow("nobody", Caller.UNPROTECTED))
                .isEqualTo(new Permit.NotFound());
        assertThat(notes.lines).isEmpty();
    }

    @Test
    void the_servers_are_counted_as_they_are_now() {
        meters.watch(gateway.servers);
        gateway.backends.connect(server("one"), everything());
        gateway.backends.connect(server("two"), FakeBackends.tools());
        gateway.backends.become(server("two"), ServiceState.FAILED);

        assertThat(notes.gauge("muster.servers.known")).isEqualTo(2);
        assertThat(notes.gauge("muster.servers.active")).isEqualTo(1);
    }

    @Test
    void where_nobody_measures_nothing_stands_between() {
        var off = new GatewayMeters(Meters.NONE);

        assertThat(off.measured(gateway.server)).isSameAs(gateway.server);
        assertThat(off.measured(gateway.backends)).isSameAs(gateway.backends);
    }

    private static final class Notes implements Meters {
        final List<String> lines = new ArrayList<>();
        private final Map<String, Supplier<Map<Map<String, String>, Long>>> gauges = new HashMap<>();

        @Override
        public void count(String name, Map<String, String> labels) {
            lines.add(name + new TreeMap<>(labels));
        }

        @Override
        public void observe(String name, Map<String, String> labels, Duration duration) {
            assertThat(duration).isGreaterThanOrEqualTo(Duration.ZERO);
            lines.add(name + new TreeMap<>(labels));
        }

        @Override
        public void gauges(String name, Supplier<Map<Map<String, String>, Long>> values) {
            gauges.put(name, values);
        }

        long gauge(String name) {
            return gauges(name).values().iterator().next();
        }

        Map<Map<String, String>, Long> gauges(String name) {
            return Optional.ofNullable(gauges.get(name)).orElseThrow().get();
        }
    }
}

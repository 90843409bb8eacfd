package io.muster.gateway.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.gateway.backend.Access;
import io.muster.gateway.backend.BackendSpec;
import io.muster.gateway.backend.BackendTimings;
import io.muster.gateway.backend.Backends;
import io.muster.gateway.backend.Endpoint;
import io.muster.gateway.backend.ServiceState;
import io.muster.mcp.McpCall;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.Message;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.Revision;
import io.muster.mcp.ServerHello;
import io.muster.mcp.client.McpClient;
import io.muster.mcp.client.McpTransportException;
import io.muster.mcp.client.McpTransportException.Fault;
import io.muster.mcp.client.StreamEnd;
import io.muster.oauth.Caller;
import io.muster.testkit.ManualTime;
import io.muster.wire.json.JsonObject;
import io.muster.wire.time.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProcessLeasesTest {
    private final ManualTime time = new ManualTime();
    private Optional<Fault> down = Optional.empty();
    private final Backends backends = new Backends(
            (_, _, _) -> {
                if (down.isPresent()) {
                    throw new McpTransportException(down.get(), false, "down");
                }
                return new QuietClient();
            },
            time,
            time,
            BackendTimings.defaults());
    private final ProcessLeases leases = new ProcessLeases(backends);

    @AfterEach
    void close() {
        backends.close();
    }

    private static BackendSpec spec(Access access) {
        return new BackendSpec(
                "a",
                new Endpoint.Stdio("a", List.of(), Map.of()),
                access,
                BackendSpec.Naming.DEFAULT,
                "",
                true,
                Duration.ZERO);
    }

    private Permit borrow() {
        return leases.borrow("a", Caller.UNPROTECTED);
    }

    @Test
    void a_connected_shared_backend_is_granted_to_everybody() throws InterruptedException {
        backends.start(spec(Access.SHARED));

        assertThat(borrow()).isInstanceOf(Permit.Granted.class);
    }

    @Test
    void what_is_not_there_or_not_connected_is_refused_with_the_reason() throws InterruptedException {
        assertThat(borrow()).isEqualTo(new Permit.NotFound());

        down = Optional.of(new Fault.SpawnFailed());
        backends.start(spec(Access.SHARED));

        assertThat(borrow()).isEqualTo(new Permit.NotConnected(ServiceState.FAILED));
    }

    @Test
    void a_login_is_required_by_definition_or_by_the_backend() throws InterruptedException {
        down = Optional.of(new Fault.Unauthorized(List.of()));
        backends.start(spec(Access.SHARED));
        assertThat(borrow()).isEqualTo(new Permit.LoginRequired(FailureClass.SIGNED_OUT));

        down = Optional.empty();
        backends.start(spec(new Access.PerSession(JsonObject.EMPTY)));
        assertThat(borrow()).isEqualTo(new Permit.LoginRequired(FailureClass.SIGNED_OUT));
    }

    private static final class QuietClient implements McpClient {
        @Override
        public StreamEnd listen() {
            return StreamEnd.UNSUPPORTED;
        }

        @Override
        public ServerHello hello() {
            return new ServerHello(Revision.V2025_11_25, JsonObject.EMPTY, JsonObject.EMPTY, Optional.empty());
        }

        @Override
        public McpOutcome call(McpCall call, ReplyChannel reply, Deadline deadline) {
            return new McpOutcome.Complete(JsonObject.EMPTY);
        }

        @Override
        public void send(Message.Notification notification) {}

        @Override
        public void close() {}
    }
}

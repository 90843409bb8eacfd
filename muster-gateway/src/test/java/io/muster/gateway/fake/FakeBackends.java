package io.muster.gateway.fake;

import io.muster.gateway.backend.Access;
import io.muster.gateway.backend.BackendConnection;
import io.muster.gateway.backend.BackendListener;
import io.muster.gateway.backend.BackendSpec;
import io.muster.gateway.backend.BackendStatus;
import io.muster.gateway.backend.Endpoint;
import io.muster.gateway.backend.Inventory;
import io.muster.gateway.backend.ServiceState;
import io.muster.gateway.lease.FailureClass;
import io.muster.gateway.lease.Leases;
import io.muster.gateway.lease.Permit;
import io.muster.mcp.McpCall;
import io.muster.mcp.McpError;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.Message;
import io.muster.mcp.Prompt;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.ResourceEntry;
import io.muster.mcp.Revision;
import io.muster.mcp.ServerHello;
import io.muster.mcp.Tool;
import io.muster.oauth.Caller;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/** Backends that connect when told to, and answer what their script says. */
public final class FakeBackends implements Leases {
    private final Map<String, Fake> fakes = new ConcurrentHashMap<>();
    private final List<BackendListener> listeners = new ArrayList<>();

    /** Every call that reached a backend. */
    public final BlockingQueue<Received> received = new LinkedBlockingQueue<>();

    /** Every notification that reached a backend. */
    public final BlockingQueue<Message.Notification> notifications = new LinkedBlockingQueue<>();

    /** A call that reached a backend. */
    public record Received(String server, McpCall call) {}

    /** How a backend answers. */
    public interface Script {
        McpOutcome answer(McpCall call, ReplyChannel reply) throws InterruptedException;
    }

    private record Fake(BackendSpec spec, ServiceState state, Inventory inventory, Script script) {}

    public void listen(BackendListener listener) {
        listeners.add(listener);
    }

    /** A backend whose tools answer with the call's parameters as text. */
    public void connect(BackendSpec spec, Inventory inventory) {
        connect(
                spec,
                inventory,
                (call, _) ->
                        new McpOutcome.Complete(io.muster.mcp.CallToolResult.text(call.method() + " " + call.params())
                                .json()));
    }

    public void connect(BackendSpec spec, Inventory inventory, Script script) {
        become(new Fake(spec, ServiceState.CONNECTED, inventory, script));
        listeners.forEach(listener -> listener.inventoryChanged(spec.name(), inventory));
    }

    public void become(BackendSpec spec, ServiceState state) {
        become(new Fake(spec, state, Inventory.EMPTY, FakeBackends::unanswered));
        listeners.forEach(listener -> listener.inventoryChanged(spec.name(), Inventory.EMPTY));
    }

    public void remove(String name) {
        fakes.remove(name);
        listeners.forEach(listener -> listener.removed(name));
    }

    public void notify(String name, Message.Notification notification) {
        listeners.forEach(listener -> listener.notified(name, notification));
    }

    private static McpOutcome unanswered(McpCall call, ReplyChannel reply) {
        return new McpOutcome.Failed(McpError.methodNotFound(call.method()));
    }

    private void become(Fake fake) {
        var before = Optional.ofNullable(fakes.put(fake.spec().name(), fake)).map(Fake::state);
        var status = new BackendStatus(
                fake.spec(),
                fake.state(),
                false,
                Optional.empty(),
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                fake.inventory());
        var transition = new BackendListener.Transition(before, status, BackendListener.Trigger.COMMAND);
        listeners.forEach(listener -> listener.transitioned(transition));
    }

    @Override
    public Permit borrow(String backend, Caller caller) {
        var fake = fakes.get(backend);
        if (fake == null) {
            return new Permit.NotFound();
        }
        return switch (fake.state()) {
            case RUNNING, CONNECTED -> new Permit.Granted(new Connection(fake));
            case AUTH_REQUIRED -> new Permit.LoginRequired(FailureClass.SIGNED_OUT);
            default -> new Permit.NotConnected(fake.state());
        };
    }

    private final class Connection implements BackendConnection {
        private final Fake fake;

        private Connection(Fake fake) {
            this.fake = fake;
        }

        @Override
        public ServerHello hello() {
            return new ServerHello(
                    Revision.NEWEST_LEGACY,
                    JsonObject.of("name", fake.spec().name()),
                    Json.parseObject("{\"resources\":{\"subscribe\":true},\"x\":{\"n\":1.0}}"),
                    Optional.of("be kind"));
        }

        @Override
        public McpOutcome call(McpCall call, ReplyChannel reply, Deadline deadline) throws InterruptedException {
            received.add(new Received(fake.spec().name(), call));
            return fake.script().answer(call, reply);
        }

        @Override
        public void send(Message.Notification notification) {
            notifications.add(notification);
        }
    }

    public static BackendSpec server(String name) {
        return server(name, BackendSpec.Naming.DEFAULT);
    }

    public static BackendSpec server(String name, BackendSpec.Naming naming) {
        return server(name, naming, Access.SHARED);
    }

    public static BackendSpec server(String name, BackendSpec.Naming naming, Access access) {
        var endpoint = new Endpoint.Stdio("true", List.of(), Map.of());
        return new BackendSpec(name, endpoint, access, naming, "", true, Duration.ofSeconds(1));
    }

    public static BackendSpec member(String name, String family, String instanceArg) {
        return server(
                name,
                new BackendSpec.Naming(Optional.empty(), Optional.of(new BackendSpec.Family(family, instanceArg))));
    }

    public static Tool tool(String name, String description) {
        return tool(name, description, "{\"type\":\"object\",\"properties\":{\"q\":{\"type\":\"string\"}}}");
    }

    public static Tool tool(String name, String description, String schema) {
        return new Tool(JsonObject.builder()
                .put("name", name)
                .put("description", description)
                .put("inputSchema", Json.parseObject(schema))
                .build());
    }

    public static Inventory tools(Tool... tools) {
        return new Inventory(List.of(tools), List.of(), List.of(), List.of());
    }

    public static Inventory everything() {
        return new Inventory(
                List.of(tool("echo", "Echoes its input\nwith details")),
                List.of(
                        new ResourceEntry(
                                Json.parseObject("{\"uri\":\"demo://a\",\"name\":\"A\",\"mimeType\":\"text/plain\"}")),
                        new ResourceEntry(
                                Json.parseObject("{\"uri\":\"plain\",\"name\":\"B\",\"description\":\"b\"}"))),
                List.of(new ResourceEntry(Json.parseObject("{\"uriTemplate\":\"demo://item/{id}\",\"name\":\"I\"}"))),
                List.of(
                        new Prompt(
                                Json.parseObject(
                                        "{\"name\":\"ask\",\"description\":\"Asks\",\"arguments\":[{\"name\":\"topic\",\"required\":true}]}"))));
    }

    /** The names of a list of tools in JSON. */
    public static List<String> names(JsonArray tools) {
        return tools.values().stream()
                .map(tool -> tool instanceof JsonObject object ? object.text("name", "") : "")
                .toList();
    }
}

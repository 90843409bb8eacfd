package io.muster.control.tool;

import io.muster.gateway.backend.Access;
import io.muster.gateway.backend.BackendSpec;
import io.muster.gateway.backend.BackendStatus;
import io.muster.gateway.backend.Endpoint;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonNull;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import io.muster.wire.json.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A service as the tools show it. Values of environment and headers are masked, keys of metadata sorted. */
final class ServiceDocument {
    private static final String MASK = "***";

    private ServiceDocument() {}

    static JsonObject of(BackendStatus status) {
        return document(
                status.name(), "MCPServer", status.state().word(), status.health(), status.error(), metadata(status));
    }

    /** @param backends all there are, active or not */
    static JsonObject of(AggregatorService service, List<BackendStatus> backends) {
        return document(
                AggregatorService.NAME,
                "Aggregator",
                service.state().word(),
                service.state().health(),
                Optional.empty(),
                metadata(service, backends));
    }

    private static JsonObject document(
            String name, String type, String state, String health, Optional<String> error, JsonObject metadata) {
        return JsonObject.builder()
                .put("name", name)
                .put("service_type", type)
                .put("state", state)
                .put("health", health)
                .putTextIfPresent("error", error)
                .put("metadata", metadata)
                .build();
    }

    private static JsonObject metadata(BackendStatus status) {
        var spec = status.spec();
        var metadata = JsonObject.builder();
        metadata.put("args", JsonArray.ofStrings(arguments(spec.endpoint())));
        if (spec.access() instanceof Access.PerSession(var auth)) {
            metadata.put("auth", auth);
        }
        metadata.put("autoStart", spec.autoStart())
                .put("clientReady", status.state().isActive())
                .put("command", command(spec.endpoint()))
                .put("consecutiveFailures", status.consecutiveFailures())
                .put("description", spec.description())
                .put("env", masked(environment(spec.endpoint())))
                .putTextIfPresent("error", status.error())
                .put("family", family(spec))
                .put("headers", masked(headers(spec.endpoint())))
                .put("health", status.health())
                .putTextIfPresent("lastAttempt", status.lastAttempt().map(Instant::toString))
                .put("name", spec.name())
                .putTextIfPresent("nextRetryAfter", status.nextRetry().map(Instant::toString))
                .put("state", status.state().word())
                .put("timeout", spec.connectTimeout().toSeconds())
                .put("toolPrefix", spec.naming().toolPrefix().orElse(""))
                .put("type", spec.endpoint().type())
                .put("url", url(spec.endpoint()));
        return metadata.build();
    }

    private static JsonObject metadata(AggregatorService service, List<BackendStatus> backends) {
        var tools = service.tools().stream()
                .map(tool -> JsonObject.builder()
                        .put("Tool", tool.name())
                        .put("Blocked", tool.blocked())
                        .build())
                .toList();
        return JsonObject.builder()
                .put(
                        "blocked_tools",
                        service.tools().stream()
                                .filter(AggregatorService.OfferedTool::blocked)
                                .count())
                .put("endpoint", service.endpoint())
                .put("event_handler_running", service.state().isActive())
                .put("host", service.host())
                .put("port", service.port())
                .put("prompts", service.prompts())
                .put("resources", service.resources())
                .put(
                        "servers_connected",
                        backends.stream().filter(b -> b.state().isActive()).count())
                .put("servers_total", backends.size())
                .put("service_type", "Aggregator")
                .put("tools", service.tools().size())
                .put("tools_with_status", JsonArray.of(tools))
                .put("yolo", service.yolo())
                .build();
    }

    private static JsonValue family(BackendSpec spec) {
        return spec.naming()
                .family()
                .<JsonValue>map(family -> JsonObject.builder()
                        .put("name", family.name())
                        .put("instanceArg", family.instanceArg())
                        .build())
                .orElse(JsonNull.NULL);
    }

    private static JsonObject masked(Map<String, String> values) {
        var masked = JsonObject.builder();
        new TreeMap<>(values).forEach((name, value) -> masked.put(name, new JsonString(value.isEmpty() ? "" : MASK)));
        return masked.build();
    }

    private static List<String> arguments(Endpoint endpoint) {
        return endpoint instanceof Endpoint.Stdio stdio ? stdio.args() : List.of();
    }

    private static String command(Endpoint endpoint) {
        return endpoint instanceof Endpoint.Stdio stdio ? stdio.command() : "";
    }

    private static Map<String, String> environment(Endpoint endpoint) {
        return endpoint instanceof Endpoint.Stdio stdio ? stdio.env() : Map.of();
    }

    private static Map<String, String> headers(Endpoint endpoint) {
        return switch (endpoint) {
            case Endpoint.Stdio _ -> Map.of();
            case Endpoint.StreamableHttp http -> http.headers();
            case Endpoint.Sse sse -> sse.headers();
        };
    }

    private static String url(Endpoint endpoint) {
        return switch (endpoint) {
            case Endpoint.Stdio _ -> "";
            case Endpoint.StreamableHttp http -> MaskedUrl.of(http.url().toString());
            case Endpoint.Sse sse -> MaskedUrl.of(sse.url().toString());
        };
    }
}

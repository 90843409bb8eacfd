package io.muster.control.tool;

import io.muster.gateway.backend.BackendSpec;
import io.muster.gateway.backend.BackendStatus;
import io.muster.gateway.backend.Backends.StartOutcome;
import io.muster.gateway.tool.ToolProvider;
import io.muster.gateway.tool.ToolSchema;
import io.muster.mcp.CallToolResult;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.Tool;
import io.muster.oauth.Caller;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonFormat;
import io.muster.wire.json.JsonObject;
import io.muster.wire.text.Nearest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The tools {@code core_service_*}: what runs, and starting and stopping it. A service is a backend that was started at
 * least once, or Muster itself ({@code mcp-aggregator}), which can be looked at only: stopping it would cut off the
 * answer.
 */
public final class ServiceTools implements ToolProvider {
    private static final String NAME = "name";
    private static final int SUGGESTIONS = 3;

    private final RunningBackends backends;
    private final Definitions definitions;
    private final Supplier<AggregatorService> aggregator;

    public ServiceTools(RunningBackends backends, Definitions definitions, Supplier<AggregatorService> aggregator) {
        this.backends = backends;
        this.definitions = definitions;
        this.aggregator = aggregator;
    }

    @Override
    public List<Tool> tools(Caller caller) {
        return List.of(
                ToolSchema.of("core_service_list", "List all services with their current status")
                        .build(),
                named("core_service_status", "Get detailed status of a specific service"),
                named("core_service_start", "Start a specific service"),
                named("core_service_stop", "Stop a specific service"),
                named("core_service_restart", "Restart a specific service"));
    }

    private static Tool named(String tool, String description) {
        return ToolSchema.of(tool, description)
                .required(NAME, "string", "Name of the service")
                .build();
    }

    @Override
    public CallToolResult call(String tool, JsonObject arguments, Caller caller, ReplyChannel reply)
            throws InterruptedException {
        if (tool.equals("core_service_list")) {
            return list();
        }
        var name = arguments.text(NAME).filter(text -> !text.isEmpty());
        if (name.isEmpty()) {
            return CallToolResult.failure("name is required");
        }
        return switch (tool) {
            case "core_service_status" -> status(name.get());
            case "core_service_start" -> start(name.get());
            case "core_service_stop" -> stop(name.get());
            case "core_service_restart" -> restart(name.get());
            default -> throw new ToolFailure("tool not found: " + tool);
        };
    }

    private CallToolResult list() {
        var all = backends.all();
        var services = new ArrayList<JsonObject>();
        services.add(withoutTools(ServiceDocument.of(aggregator.get(), all)));
        all.forEach(backend -> services.add(ServiceDocument.of(backend)));
        services.sort(Comparator.comparing(service -> service.text(NAME, "")));
        return json(JsonObject.builder()
                .put("services", JsonArray.of(services))
                .put("total", services.size())
                .build());
    }

    /** The list shows how many tools there are, the status which: a model reads the list often. */
    private static JsonObject withoutTools(JsonObject service) {
        var metadata = service.object("metadata").orElse(JsonObject.EMPTY);
        return service.with("metadata", metadata.without("tools_with_status"));
    }

    private CallToolResult status(String name) {
        if (name.equals(AggregatorService.NAME)) {
            return json(ServiceDocument.of(aggregator.get(), backends.all()));
        }
        return backends.find(name)
                .map(backend -> json(ServiceDocument.of(backend)))
                .orElseGet(() -> CallToolResult.failure("Failed to get service status: " + notFound(name)));
    }

    private CallToolResult start(String name) throws InterruptedException {
        if (name.equals(AggregatorService.NAME)) {
            return alreadyRunning(name);
        }
        var running = backends.find(name);
        if (running.isPresent() && running.get().state().isActive()) {
            return alreadyRunning(name);
        }
        return switch (definitions.find(name)) {
            case Definitions.Found.Usable(var spec) -> start(spec);
            case Definitions.Found.Unreadable(var why) -> failedToStart(name, "its definition cannot be used: " + why);
            case Definitions.Found.Absent() -> startKnown(name, running.map(BackendStatus::spec));
        };
    }

    private CallToolResult startKnown(String name, Optional<BackendSpec> known) throws InterruptedException {
        return known.isPresent()
                ? start(known.get())
                : CallToolResult.failure("Failed to start service: " + notFound(name));
    }

    private CallToolResult start(BackendSpec spec) throws InterruptedException {
        var name = spec.name();
        return switch (backends.start(spec)) {
            case StartOutcome.Started() -> CallToolResult.text("Successfully started service '" + name + "'");
            case StartOutcome.AlreadyRunning() -> alreadyRunning(name);
            case StartOutcome.AuthRequired() -> authRequired(name);
            case StartOutcome.Failed(var error) -> failedToStart(name, error);
        };
    }

    private CallToolResult stop(String name) throws InterruptedException {
        if (name.equals(AggregatorService.NAME)) {
            return CallToolResult.failure("Failed to stop service: " + protectedService());
        }
        var known = backends.find(name);
        if (known.isPresent() && known.get().state().isStopped()) {
            return CallToolResult.text("Service '" + name + "' is already stopped");
        }
        return known.isPresent() && backends.stop(name)
                ? CallToolResult.text("Successfully stopped service '" + name + "'")
                : CallToolResult.failure("Failed to stop service: " + notFound(name));
    }

    private CallToolResult restart(String name) throws InterruptedException {
        if (name.equals(AggregatorService.NAME)) {
            return CallToolResult.failure("Failed to restart service: " + protectedService());
        }
        var outcome = backends.restart(name);
        if (outcome.isEmpty()) {
            return CallToolResult.failure("Failed to restart service: " + notFound(name));
        }
        return switch (outcome.get()) {
            case StartOutcome.Started(), StartOutcome.AlreadyRunning() ->
                CallToolResult.text("Successfully restarted service '" + name + "'");
            case StartOutcome.AuthRequired() -> authRequired(name);
            case StartOutcome.Failed(var error) ->
                CallToolResult.failure("Failed to restart service: failed to restart service " + name + ": " + error);
        };
    }

    private static CallToolResult alreadyRunning(String name) {
        return CallToolResult.text("Service '" + name + "' is already running");
    }

    private static CallToolResult failedToStart(String name, String error) {
        return CallToolResult.failure("Failed to start service: failed to start service " + name + ": " + error);
    }

    private static CallToolResult authRequired(String name) {
        return CallToolResult.failure("""
                Service '%1$s' requires OAuth authentication.

                Use core_auth_login to sign in: core_auth_login(server="%1$s")
                Starting or restarting the service cannot do that: authentication belongs to your session.""".formatted(name));
    }

    private String notFound(String name) {
        var known = backends.all().stream().map(BackendStatus::name).toList();
        var near = Nearest.names(name, known, SUGGESTIONS);
        return "service " + name + " not found" + (near.isEmpty() ? "" : "\nDid you mean: " + String.join(", ", near));
    }

    private static String protectedService() {
        return AggregatorService.NAME + " serves this very connection; end the muster process instead";
    }

    private static CallToolResult json(JsonObject document) {
        return CallToolResult.text(Json.text(document, JsonFormat.COMPACT));
    }
}

package io.muster.control.tool;

import io.muster.control.definition.DefinitionStore;
import io.muster.control.definition.DefinitionStore.Entry;
import io.muster.control.definition.DefinitionStore.StoreFault;
import io.muster.control.definition.ResourceKey;
import io.muster.control.definition.ResourceKind;
import io.muster.control.definition.ResourceName;
import io.muster.control.reconcile.LiveServers;
import io.muster.control.reconcile.Settling;
import io.muster.control.status.ServerStatus;
import io.muster.control.status.ServerStatuses;
import io.muster.control.status.StatusProjection;
import io.muster.control.status.StatusProjection.Facts;
import io.muster.gateway.backend.BackendStatus;
import io.muster.gateway.tool.ToolProvider;
import io.muster.mcp.CallToolResult;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.Tool;
import io.muster.oauth.Caller;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonFormat;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonValue;
import io.muster.wire.text.Nearest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tools {@code core_mcpserver_*}: show, create, change, check and delete definitions of servers. States are those of
 * the live backends at the moment of the call.
 */
public final class McpServerTools implements ToolProvider {
    private static final Logger log = LoggerFactory.getLogger(McpServerTools.class);
    private static final List<Tool> TOOLS = ServerToolSchemas.all();

    private final DefinitionStore store;
    private final LiveServers live;
    private final ServerStatuses statuses;
    private final ServerSessions sessions;
    private final DefinitionEvents events;
    private final InstantSource clock;
    private final ServerChanges changes;

    public McpServerTools(
            DefinitionStore store,
            LiveServers live,
            ServerStatuses statuses,
            Settling loop,
            ServerSessions sessions,
            DefinitionEvents events,
            InstantSource clock) {
        this.store = store;
        this.live = live;
        this.statuses = statuses;
        this.sessions = sessions;
        this.events = events;
        this.clock = clock;
        this.changes = new ServerChanges(store, loop, events);
    }

    @Override
    public List<Tool> tools(Caller caller) {
        return TOOLS;
    }

    @Override
    public CallToolResult call(String tool, JsonObject arguments, Caller caller, ReplyChannel reply)
            throws InterruptedException {
        return switch (tool) {
            case ServerToolSchemas.LIST -> list(arguments, caller);
            case ServerToolSchemas.GET -> named("get", arguments, key -> get(key, caller));
            case ServerToolSchemas.DELETE -> named("delete", arguments, changes::delete);
            case ServerToolSchemas.CREATE -> requested("create", arguments, request -> changes.create(request, caller));
            case ServerToolSchemas.VALIDATE -> requested("validate", arguments, changes::validate);
            case ServerToolSchemas.UPDATE ->
                requested(
                        "update",
                        arguments,
                        request -> named(
                                "update", JsonObject.of("name", request.name()), key -> changes.update(key, request)));
            default -> throw new ToolFailure("unknown tool: " + tool);
        };
    }

    private CallToolResult list(JsonObject arguments, Caller caller) {
        var showAll = arguments.isTrue("showAll");
        var verbose = arguments.isTrue("verbose");
        List<Entry> entries;
        try {
            entries = store.list(ResourceKind.MCP_SERVER);
        } catch (StoreFault e) {
            return fault("list", "", e);
        }
        var shown = new ArrayList<JsonValue>();
        int hidden = 0;
        for (var entry : entries) {
            var backend = live.find(entry.name());
            var view = ServerView.of(entry, backend);
            var status = status(view, backend);
            if (showAll || !ServerView.hidden(status)) {
                shown.add(sorted(view.json(status, backend, sessions.of(caller, entry.name()), verbose)));
            } else {
                hidden++;
            }
        }
        var result = JsonObject.builder();
        if (hidden > 0) {
            result.put("hiddenFailed", hidden)
                    .put(
                            "hint",
                            "(" + hidden + " failed servers hidden, use --all to show, --verbose for details;"
                                    + " as arguments of the tool: showAll, verbose)");
        }
        result.put("mcpServers", JsonArray.of(shown)).put("mode", store.mode()).put("total", shown.size());
        return json(result.build());
    }

    private CallToolResult get(ResourceKey key, Caller caller) {
        var lookup = store.find(key);
        if (lookup instanceof DefinitionStore.Absent) {
            var names = store.list(ResourceKind.MCP_SERVER).stream()
                    .map(Entry::name)
                    .toList();
            var nearest = Nearest.of(key.name(), names).map(name -> "\nDid you mean '" + name + "'?");
            return CallToolResult.failure(
                    "Failed to get MCP server: MCP server " + key.name() + " not found" + nearest.orElse(""));
        }
        var backend = live.find(key.name());
        var view = ServerView.of(new Entry(key.name(), lookup), backend);
        return json(view.json(status(view, backend), backend, sessions.of(caller, key.name()), true));
    }

    private ServerStatus status(ServerView view, Optional<BackendStatus> backend) {
        var facts = new Facts(view.remote(), view.definitionError(), backend, previous(view.name()));
        return StatusProjection.of(facts, clock.instant());
    }

    private Optional<ServerStatus> previous(String name) {
        return ResourceName.problem(ResourceKind.MCP_SERVER, name).isEmpty() ? statuses.find(name) : Optional.empty();
    }

    /** Runs something for the server that the argument {@code name} names. */
    private CallToolResult named(String verb, JsonObject arguments, Action<ResourceKey> action)
            throws InterruptedException {
        var name = arguments.text("name", "");
        if (name.isEmpty()) {
            return CallToolResult.failure("name argument is required");
        }
        var problem = ResourceName.problem(ResourceKind.MCP_SERVER, name);
        if (problem.isPresent()) {
            return CallToolResult.failure("Failed to " + verb + " MCP server: " + problem.get());
        }
        return guarded(verb, name, ResourceKey.server(name), action);
    }

    private CallToolResult requested(String verb, JsonObject arguments, Action<ServerRequest> action)
            throws InterruptedException {
        return switch (ServerRequest.parse(arguments)) {
            case ServerRequest.Refused(var text) -> CallToolResult.failure(text);
            case ServerRequest.Understood(var request) -> guarded(verb, request.name(), request, action);
        };
    }

    private <T> CallToolResult guarded(String verb, String name, T subject, Action<T> action)
            throws InterruptedException {
        try {
            return action.run(subject);
        } catch (StoreFault e) {
            if (!verb.equals("get")) {
                events.failed(name, String.valueOf(e.getMessage()));
            }
            return fault(verb, name, e);
        }
    }

    private static CallToolResult fault(String verb, String name, StoreFault fault) {
        log.atError().addKeyValue("backend", name).setCause(fault).log("cannot {} definitions", verb);
        return CallToolResult.failure("Failed to " + verb + " MCP server: " + fault.getMessage());
    }

    private static JsonObject sorted(JsonObject object) {
        Map<String, JsonValue> members = new TreeMap<>();
        object.members().forEach(member -> members.put(member.name(), member.value()));
        return JsonObject.of(members);
    }

    private static CallToolResult json(JsonObject json) {
        return CallToolResult.text(Json.text(json, JsonFormat.COMPACT));
    }

    @FunctionalInterface
    private interface Action<T> {
        CallToolResult run(T subject) throws InterruptedException;
    }
}

package io.muster.control.tool;

import io.muster.control.definition.BackendDefinition;
import io.muster.control.definition.Definition;
import io.muster.control.definition.DefinitionProblem;
import io.muster.control.definition.DefinitionStore;
import io.muster.control.definition.ResourceKey;
import io.muster.control.definition.ResourceKind;
import io.muster.control.definition.ResourceName;
import io.muster.control.reconcile.Settling;
import io.muster.gateway.backend.BackendSpec;
import io.muster.mcp.CallToolResult;
import io.muster.oauth.Caller;
import io.muster.wire.json.decode.Decoded;
import io.muster.wire.json.decode.JsonPath;
import io.muster.wire.json.decode.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Changes definitions as tools ask for it, and waits until the change has taken effect. */
final class ServerChanges {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int TRIES = 5;
    private static final ResourceKey UNNAMED = ResourceKey.server("unnamed");

    private final DefinitionStore store;
    private final Settling loop;
    private final DefinitionEvents events;

    ServerChanges(DefinitionStore store, Settling loop, DefinitionEvents events) {
        this.store = store;
        this.loop = loop;
        this.events = events;
    }

    CallToolResult validate(ServerRequest request) {
        var problems = problems(request);
        return problems.isEmpty()
                ? CallToolResult.text("Validation successful for mcpserver " + request.name())
                : CallToolResult.failure("Validation failed: " + text(problems));
    }

    CallToolResult create(ServerRequest request, Caller caller) throws InterruptedException {
        var problems = problems(request);
        if (!problems.isEmpty()) {
            return CallToolResult.failure("Invalid MCP server definition: " + text(problems));
        }
        var key = ResourceKey.server(request.name());
        var definition = Definition.of(key, request.newSpec());
        if (!caller.equals(Caller.UNPROTECTED)) {
            definition = definition.withAnnotation(
                    Definition.REGISTERED_BY, caller.subject().value());
        }
        return switch (store.create(key, definition)) {
            case DefinitionStore.Creation.AlreadyExists() ->
                CallToolResult.failure("MCP server '" + key.name() + "' already exists");
            case DefinitionStore.Creation.Created() -> {
                events.created(key.name());
                yield changed(key, "created");
            }
        };
    }

    CallToolResult update(ResourceKey key, ServerRequest request) throws InterruptedException {
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            var result = tryUpdate(key, request);
            if (result.isPresent()) {
                return result.get();
            }
        }
        return CallToolResult.failure(
                "Failed to update MCP server: MCP server " + key.name() + " is being changed by somebody else");
    }

    /** Empty when somebody else was faster. */
    private Optional<CallToolResult> tryUpdate(ResourceKey key, ServerRequest request) throws InterruptedException {
        return switch (store.find(key)) {
            case DefinitionStore.Absent() -> Optional.of(notFound("update", key));
            case DefinitionStore.Unreadable(var problems) -> Optional.of(blocked(problems));
            case DefinitionStore.Found found -> {
                var present = found.definition();
                var changed = present.withSpec(request.changed(present.spec()));
                if (BackendDefinition.decode(key, changed) instanceof Decoded.Invalid<BackendSpec>(var problems)) {
                    yield Optional.of(CallToolResult.failure("Invalid MCP server definition: " + text(problems)));
                }
                yield switch (store.update(key, present, changed)) {
                    case DefinitionStore.Update.NotFound() -> Optional.of(notFound("update", key));
                    case DefinitionStore.Update.Blocked(var problems) -> Optional.of(blocked(problems));
                    case DefinitionStore.Update.Conflict() -> Optional.empty();
                    case DefinitionStore.Update.Updated() -> {
                        events.updated(key.name());
                        yield Optional.of(changed(key, "updated"));
                    }
                };
            }
        };
    }

    CallToolResult delete(ResourceKey key) throws InterruptedException {
        return switch (store.delete(key)) {
            case DefinitionStore.Deletion.NotFound() -> notFound("delete", key);
            case DefinitionStore.Deletion.Deleted() -> {
                events.deleted(key.name());
                yield changed(key, "deleted");
            }
        };
    }

    private CallToolResult changed(ResourceKey key, String what) throws InterruptedException {
        var settled = loop.settle(key, PATIENCE);
        return CallToolResult.text("MCP server '" + key.name() + "' " + what + " successfully"
                + (settled ? "" : " (it takes effect shortly)"));
    }

    private static CallToolResult blocked(List<DefinitionProblem> problems) {
        return CallToolResult.failure("Failed to update MCP server: " + DefinitionProblem.text(problems));
    }

    private static CallToolResult notFound(String verb, ResourceKey key) {
        return CallToolResult.failure("Failed to " + verb + " MCP server: MCP server " + key.name() + " not found");
    }

    /** All that is wrong with a definition that does not exist yet, its name included. */
    private static List<Problem> problems(ServerRequest request) {
        var problems = new ArrayList<Problem>();
        var wrongName = ResourceName.problem(ResourceKind.MCP_SERVER, request.name());
        wrongName.ifPresent(text -> problems.add(new Problem(JsonPath.ROOT, text)));
        var key = wrongName.isPresent() ? UNNAMED : ResourceKey.server(request.name());
        if (BackendDefinition.decode(key, Definition.of(key, request.newSpec()))
                instanceof Decoded.Invalid<BackendSpec>(var wrong)) {
            problems.addAll(wrong);
        }
        return problems;
    }

    private static String text(List<Problem> problems) {
        return problems.stream().map(ServerChanges::text).collect(Collectors.joining("; "));
    }

    /** Arguments have no {@code spec} around them, and many texts name their field already. */
    private static String text(Problem problem) {
        var path = problem.path().text();
        var argument = path.startsWith("spec.") ? path.substring("spec.".length()) : path;
        var field = argument.substring(argument.lastIndexOf('.') + 1);
        var named = argument.isEmpty()
                || (!argument.contains(".") && problem.message().contains(field));
        return named ? problem.message() : argument + ": " + problem.message();
    }
}

package io.muster.cli.command;

import io.muster.cli.client.ConnectionFailure;
import io.muster.cli.context.ContextFailure;
import io.muster.cli.syntax.Syntax;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonValue;
import java.util.List;
import java.util.stream.Stream;

/** Names of things that the running server has; none when it does not answer. */
record NameCandidates(Shell shell) {
    /** The names of all things of the type. */
    Stream<String> of(String type) {
        var tool = switch (type) {
            case "service" -> "core_service_list";
            case "mcpserver" -> "core_mcpserver_list";
            case "workflow" -> "core_workflow_list";
            case "workflow-execution" -> "core_workflow_execution_list";
            case "tool" -> "list_tools";
            case "resource" -> "list_resources";
            case "prompt" -> "list_prompts";
            default -> "";
        };
        if (tool.isEmpty()) {
            return Stream.empty();
        }
        var syntax = Syntax.of("__complete");
        var flags = new CommonFlags(syntax);
        syntax.read("", List.of("--quiet"));
        try (var server = Conversation.open(shell, flags)) {
            return Conversation.json(server.require(tool, JsonObject.EMPTY, Conversation.SHORT)).stream()
                    .flatMap(NameCandidates::items)
                    .map(item -> name(type, item))
                    .filter(name -> !name.isEmpty());
        } catch (ConnectionFailure | CommandFailure | ContextFailure unknown) {
            return Stream.empty();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Stream.empty();
        }
    }

    private static Stream<JsonObject> items(JsonValue value) {
        var list = value instanceof JsonObject object
                ? object.members().stream()
                        .map(JsonObject.Member::value)
                        .filter(JsonArray.class::isInstance)
                        .findFirst()
                        .map(array -> ((JsonArray) array).values())
                        .orElse(List.of())
                : value instanceof JsonArray array ? array.values() : List.<JsonValue>of();
        return list.stream().filter(JsonObject.class::isInstance).map(JsonObject.class::cast);
    }

    private static String name(String type, JsonObject item) {
        return switch (type) {
            case "workflow-execution" -> item.text("execution_id", "");
            case "resource" -> item.text("uri", "");
            default -> item.text("name", "");
        };
    }
}

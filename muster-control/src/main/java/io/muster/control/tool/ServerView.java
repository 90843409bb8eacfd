package io.muster.control.tool;

import io.muster.control.definition.BackendDefinition;
import io.muster.control.definition.Definition;
import io.muster.control.definition.DefinitionProblem;
import io.muster.control.definition.DefinitionStore.Absent;
import io.muster.control.definition.DefinitionStore.Entry;
import io.muster.control.definition.DefinitionStore.Found;
import io.muster.control.definition.DefinitionStore.Unreadable;
import io.muster.control.definition.ResourceKey;
import io.muster.control.definition.ServerShape;
import io.muster.control.status.ServerState;
import io.muster.control.status.ServerStatus;
import io.muster.control.status.StatusMessage;
import io.muster.gateway.backend.BackendSpec;
import io.muster.gateway.backend.BackendStatus;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonBoolean;
import io.muster.wire.json.JsonNull;
import io.muster.wire.json.JsonNumber;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import io.muster.wire.json.JsonValue;
import io.muster.wire.json.decode.Decoded;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One server as the tools show it; pure. Values of headers and environment variables are masked, and only members that
 * are known and of the right type are shown, so that nothing secret gets out in a place where nobody expects it.
 *
 * @param spec the definition's spec under canonical names; when it cannot be used, what the server runs by, if it runs
 * @param definitionError what is wrong with the definition
 * @param warnings what is odd about it
 */
record ServerView(
        String name,
        JsonObject spec,
        boolean remote,
        Optional<String> definitionError,
        List<String> warnings,
        Optional<String> registeredBy) {
    static ServerView of(Entry entry, Optional<BackendStatus> live) {
        var running = live.map(BackendStatus::spec);
        return switch (entry.lookup()) {
            case Absent() -> broken(entry.name(), running, "the definition is gone");
            case Unreadable(var problems) -> broken(entry.name(), running, DefinitionProblem.text(problems));
            case Found found -> readable(ResourceKey.server(entry.name()), found, running);
        };
    }

    private static ServerView broken(String name, Optional<BackendSpec> running, String error) {
        return new ServerView(
                name,
                running.map(RunningSpec::of).orElse(JsonObject.EMPTY),
                running.map(spec -> spec.endpoint().isRemote()).orElse(false),
                Optional.of(error),
                List.of(),
                Optional.empty());
    }

    private static ServerView readable(ResourceKey key, Found found, Optional<BackendSpec> running) {
        var definition = found.definition();
        var spec = BackendDefinition.canonicalSpec(definition);
        var registeredBy = definition.annotation(Definition.REGISTERED_BY);
        return switch (BackendDefinition.decode(key, definition)) {
            case Decoded.Invalid<BackendSpec>(var problems) ->
                new ServerView(
                        key.name(),
                        running.map(RunningSpec::of).orElse(spec),
                        running.map(known -> known.endpoint().isRemote())
                                .orElse(!spec.text("type", "").equals("stdio")),
                        Optional.of(DefinitionProblem.text(found.source().locate(problems))),
                        List.of(),
                        registeredBy);
            case Decoded.Valid<BackendSpec>(var decoded, var warnings) ->
                new ServerView(
                        key.name(),
                        spec,
                        decoded.endpoint().isRemote(),
                        Optional.empty(),
                        found.source().locate(warnings).stream()
                                .map(DefinitionProblem::toString)
                                .toList(),
                        registeredBy);
        };
    }

    /** The entry in the order of its fields; what is empty is left out. */
    JsonObject json(ServerStatus status, Optional<BackendStatus> live, ServerSessions.View session, boolean errors) {
        var json = JsonObject.builder().put("name", name).put("type", spec.text("type", ""));
        ServerShape.SPEC
                .members()
                .forEach((member, shape) -> spec.get(member)
                        .filter(shape::accepts)
                        .filter(value -> !member.equals("type") && !isEmpty(value))
                        .ifPresent(value -> json.put(member, shown(member, value))));
        if (errors || definitionError.isPresent()) {
            json.putTextIfPresent("error", status.lastError());
        }
        json.put("state", status.state().word());
        json.putTextIfPresent("statusMessage", StatusMessage.of(name, status));
        if (status.consecutiveFailures() > 0) {
            json.put("consecutiveFailures", status.consecutiveFailures());
        }
        json.putTextIfPresent("lastAttempt", status.lastAttempt().map(Instant::toString));
        json.putTextIfPresent("nextRetryAfter", status.nextRetryAfter().map(Instant::toString));
        json.putTextIfPresent("sessionStatus", session.status());
        if (session.toolsCount() > 0) {
            json.put("toolsCount", session.toolsCount());
        }
        json.putTextIfPresent(
                "connectedAt", live.flatMap(BackendStatus::connectedSince).map(Instant::toString));
        json.putTextIfPresent("registeredBy", registeredBy);
        if (errors && !warnings.isEmpty()) {
            json.put("warnings", JsonArray.ofStrings(warnings));
        }
        return json.build();
    }

    /** Whether it is left out of a list unless asked for. One that runs by its last good definition is not. */
    static boolean hidden(ServerStatus status) {
        return status.state() == ServerState.FAILED;
    }

    private static boolean isEmpty(JsonValue value) {
        return switch (value) {
            case JsonString text -> text.value().isEmpty();
            case JsonBoolean flag -> !flag.value();
            case JsonNumber number -> number.longValue().equals(OptionalLong.of(0));
            case JsonObject object -> object.isEmpty();
            case JsonArray array -> array.isEmpty();
            default -> value == JsonNull.NULL;
        };
    }

    private static JsonValue shown(String member, JsonValue value) {
        return switch (member) {
            case "env", "headers" -> value instanceof JsonObject map ? masked(map) : JsonObject.EMPTY;
            case "url" -> value instanceof JsonString url ? new JsonString(MaskedUrl.of(url.value())) : value;
            default -> value;
        };
    }

    private static JsonObject masked(JsonObject map) {
        var masked = JsonObject.builder();
        map.names().forEach(name -> masked.put(name, ServerRequest.MASK));
        return masked.build();
    }
}

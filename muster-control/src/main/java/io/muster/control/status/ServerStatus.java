package io.muster.control.status;

import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The {@code status} of an {@code MCPServer}.
 *
 * @param lastError sanitised
 * @param lastConnected when it last became active, over restarts of Muster
 */
public record ServerStatus(
        ServerState state,
        Optional<String> lastError,
        Optional<Instant> lastConnected,
        int restartCount,
        int consecutiveFailures,
        Optional<Instant> lastAttempt,
        Optional<Instant> nextRetryAfter,
        List<Condition> conditions) {
    public ServerStatus {
        conditions = List.copyOf(conditions);
    }

    /** A standard condition; {@code since} changes with {@code status} only. */
    public record Condition(String type, String status, String reason, String message, Instant since) {
        JsonObject json() {
            return JsonObject.builder()
                    .put("type", type)
                    .put("status", status)
                    .put("reason", reason)
                    .put("message", message)
                    .put("lastTransitionTime", since.toString())
                    .build();
        }

        static Optional<Condition> of(JsonObject json) {
            return instant(json, "lastTransitionTime")
                    .map(since -> new Condition(
                            json.text("type", ""),
                            json.text("status", ""),
                            json.text("reason", ""),
                            json.text("message", ""),
                            since));
        }
    }

    Optional<Condition> condition(String type) {
        return conditions.stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst();
    }

    /** As it stands in the status of a resource. */
    public JsonObject json() {
        return JsonObject.builder()
                .put("state", state.word())
                .putTextIfPresent("lastError", lastError)
                .putTextIfPresent("lastConnected", lastConnected.map(Instant::toString))
                .put("restartCount", restartCount)
                .put("consecutiveFailures", consecutiveFailures)
                .putTextIfPresent("lastAttempt", lastAttempt.map(Instant::toString))
                .putTextIfPresent("nextRetryAfter", nextRetryAfter.map(Instant::toString))
                .put(
                        "conditions",
                        JsonArray.of(conditions.stream().map(Condition::json).toList()))
                .build();
    }

    /** Reads what {@link #json} wrote; empty when it is something else. */
    public static Optional<ServerStatus> of(JsonObject json) {
        return json.text("state")
                .flatMap(ServerState::of)
                .map(state -> new ServerStatus(
                        state,
                        json.text("lastError"),
                        instant(json, "lastConnected"),
                        count(json, "restartCount"),
                        count(json, "consecutiveFailures"),
                        instant(json, "lastAttempt"),
                        instant(json, "nextRetryAfter"),
                        json.values("conditions").stream()
                                .filter(JsonObject.class::isInstance)
                                .map(JsonObject.class::cast)
                                .flatMap(condition -> Condition.of(condition).stream())
                                .toList()));
    }

    private static int count(JsonObject json, String name) {
        return Math.toIntExact(Math.clamp(json.integer(name).orElse(0), 0, (long) Integer.MAX_VALUE));
    }

    private static Optional<Instant> instant(JsonObject json, String name) {
        try {
            return json.get(name)
                    .filter(JsonString.class::isInstance)
                    .map(text -> Instant.parse(((JsonString) text).value()));
        } catch (DateTimeException notATime) {
            return Optional.empty();
        }
    }
}

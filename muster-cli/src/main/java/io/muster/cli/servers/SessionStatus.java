package io.muster.cli.servers;

import io.muster.wire.json.Json;
import io.muster.wire.json.JsonException;
import io.muster.wire.json.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How a session stands with all servers: the resource {@code auth://status}.
 *
 * @param servers by name
 */
public record SessionStatus(List<BackendStatus> servers) {
    public static final String URI = "auth://status";

    public SessionStatus {
        servers = servers.stream()
                .sorted(Comparator.comparing(BackendStatus::name))
                .toList();
    }

    /**
     * Reads the answer to {@code resources/read}.
     *
     * @throws StatusUnavailable when it says nothing of the kind
     */
    public static SessionStatus of(JsonObject answer) {
        var text = answer.values("contents").stream()
                .filter(JsonObject.class::isInstance)
                .flatMap(content -> ((JsonObject) content).text("text").stream())
                .findFirst()
                .orElseThrow(() -> new StatusUnavailable("the server does not say how its servers are doing"));
        try {
            return new SessionStatus(Json.parseObject(text).values("servers").stream()
                    .filter(JsonObject.class::isInstance)
                    .map(server -> new BackendStatus((JsonObject) server))
                    .filter(server -> !server.name().isBlank())
                    .toList());
        } catch (JsonException e) {
            throw new StatusUnavailable("the server does not say how its servers are doing", e);
        }
    }

    public Optional<BackendStatus> find(String name) {
        return servers.stream().filter(server -> server.name().equals(name)).findFirst();
    }

    /** Those to which the person can log in now. */
    public List<BackendStatus> loginPossible() {
        return servers.stream().filter(BackendStatus::isLoginPossible).toList();
    }

    public List<BackendStatus> singleSignOn() {
        return servers.stream().filter(BackendStatus::isSingleSignOn).toList();
    }
}

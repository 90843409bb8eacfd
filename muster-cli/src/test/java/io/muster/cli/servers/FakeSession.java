package io.muster.cli.servers;

import io.muster.mcp.CallToolResult;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A session whose servers change as time goes by. */
final class FakeSession implements Session {
    private final HastyTime time;
    private final Map<Instant, String> standings = new TreeMap<>();
    private final List<String> calls = new ArrayList<>();
    private CallToolResult answer = CallToolResult.failure("not prepared");

    FakeSession(HastyTime time) {
        this.time = time;
    }

    /** From that time on; an empty text means that there is no answer. */
    FakeSession after(Duration duration, String servers) {
        standings.put(time.instant().plus(duration), servers.replace('\'', '"'));
        return this;
    }

    FakeSession answering(CallToolResult answer) {
        this.answer = answer;
        return this;
    }

    List<String> calls() {
        return calls;
    }

    @Override
    public SessionStatus status() {
        var now = time.instant();
        var servers = standings.entrySet().stream()
                .filter(entry -> !entry.getKey().isAfter(now))
                .map(Map.Entry::getValue)
                .reduce("", (before, after) -> after);
        if (servers.isEmpty()) {
            throw new StatusUnavailable("no answer");
        }
        return new SessionStatus(Json.parseObject("{\"servers\":[" + servers + "]}").values("servers").stream()
                .map(server -> new BackendStatus((JsonObject) server))
                .toList());
    }

    @Override
    public CallToolResult call(String tool, JsonObject arguments) {
        calls.add(tool + " " + Json.text(arguments));
        return answer;
    }
}

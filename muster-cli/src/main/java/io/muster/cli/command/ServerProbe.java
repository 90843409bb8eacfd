package io.muster.cli.command;

import io.muster.wire.json.Json;
import io.muster.wire.json.JsonException;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonValue;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks an MCP endpoint who it is, with one {@code initialize}. The JDK's small HTTP client, for a fast start. */
final class ServerProbe {
    private static final int TIMEOUT_MILLIS = 3_000;
    private static final int ANSWER_LIMIT = 1 << 20;

    private ServerProbe() {}

    /** What came back. */
    record Answer(boolean running, String name, String version) {
        static final Answer NOT_ASKED = new Answer(false, "", "");
    }

    static Answer ask(URI endpoint, Program.Version version) {
        try {
            var connection = (HttpURLConnection) endpoint.toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            connection.setInstanceFollowRedirects(false);
            connection.setRequestMethod("POST");
            connection.setRequestProperty("Content-Type", "application/json");
            connection.setRequestProperty("Accept", "application/json, text/event-stream");
            connection.setDoOutput(true);
            try (var body = connection.getOutputStream()) {
                body.write(Json.bytes(initialize(version)));
            }
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                return Answer.NOT_ASKED;
            }
            endSession(endpoint, connection.getHeaderField("Mcp-Session-Id"));
            try (var body = connection.getInputStream()) {
                return answer(Json.parse(body.readNBytes(ANSWER_LIMIT)));
            }
        } catch (IOException | JsonException | ClassCastException | IllegalArgumentException notThere) {
            return Answer.NOT_ASKED;
        }
    }

    private static JsonObject initialize(Program.Version version) {
        return JsonObject.builder()
                .put("jsonrpc", "2.0")
                .put("id", 1)
                .put("method", "initialize")
                .put(
                        "params",
                        JsonObject.builder()
                                .put("protocolVersion", "2025-11-25")
                                .put("capabilities", JsonObject.EMPTY)
                                .put(
                                        "clientInfo",
                                        JsonObject.builder()
                                                .put("name", "muster-cli")
                                                .put("version", version.number())
                                                .build())
                                .build())
                .build();
    }

    private static Answer answer(JsonValue value) {
        return Optional.of(value)
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .flatMap(message -> message.object("result"))
                .flatMap(result -> result.object("serverInfo"))
                .map(info -> new Answer(true, info.text("name", ""), info.text("version", "")))
                .orElse(Answer.NOT_ASKED);
    }

    private static void endSession(URI endpoint, @Nullable String session) throws IOException {
        if (session == null) {
            return;
        }
        var connection = (HttpURLConnection) endpoint.toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        connection.setRequestMethod("DELETE");
        connection.setRequestProperty("Mcp-Session-Id", session);
        connection.getResponseCode();
    }
}

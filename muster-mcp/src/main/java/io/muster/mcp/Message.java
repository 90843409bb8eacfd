package io.muster.mcp;

import io.muster.wire.json.JsonNull;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonValue;
import java.util.Optional;

/** A JSON-RPC 2.0 message: a lens that keeps members it does not know. */
public sealed interface Message {
    /** In characters: what is not known is named in the answer. */
    int LONGEST_METHOD = 256;

    /** The whole message. */
    JsonObject json();

    /** Asks for an answer. */
    record Request(JsonObject json, RequestId id) implements Message {
        public static Request of(RequestId id, String method, JsonObject params) {
            var json = JsonObject.builder()
                    .put("jsonrpc", "2.0")
                    .put("id", id.value())
                    .put("method", method);
            return new Request(
                    params.isEmpty() ? json.build() : json.put("params", params).build(), id);
        }

        public String method() {
            return json.text("method", "");
        }

        /** The parameters; empty when there are none. */
        public JsonObject params() {
            return json.object("params").orElse(JsonObject.EMPTY);
        }
    }

    /** Wants no answer. */
    record Notification(JsonObject json) implements Message {
        public static Notification of(String method, JsonObject params) {
            var json = JsonObject.builder().put("jsonrpc", "2.0").put("method", method);
            return new Notification(
                    params.isEmpty() ? json.build() : json.put("params", params).build());
        }

        public String method() {
            return json.text("method", "");
        }

        public JsonObject params() {
            return json.object("params").orElse(JsonObject.EMPTY);
        }

        public Notification withParams(JsonObject params) {
            return new Notification(json.with("params", params));
        }
    }

    /** Answers a request; without an id when the request could not be read. */
    record Response(JsonObject json, Optional<RequestId> id) implements Message {
        public static Response result(RequestId id, JsonObject result) {
            return new Response(
                    JsonObject.builder()
                            .put("jsonrpc", "2.0")
                            .put("id", id.value())
                            .put("result", result)
                            .build(),
                    Optional.of(id));
        }

        public static Response error(Optional<RequestId> id, McpError error) {
            return new Response(
                    JsonObject.builder()
                            .put("jsonrpc", "2.0")
                            .put("id", id.<JsonValue>map(RequestId::value).orElse(JsonNull.NULL))
                            .put("error", error.json())
                            .build(),
                    id);
        }

        public Optional<JsonObject> result() {
            return json.object("result");
        }

        public Optional<McpError> error() {
            return json.object("error").map(McpError::of);
        }
    }

    /**
     * Tells what kind of message an object is.
     *
     * @throws McpRejection {@link McpError#INVALID_REQUEST} when it is none
     */
    static Message of(JsonValue value) {
        if (!(value instanceof JsonObject json)) {
            throw new McpRejection(McpError.invalidRequest("a message must be an object"));
        }
        if (!json.text("jsonrpc", "").equals("2.0")) {
            throw new McpRejection(McpError.invalidRequest("Invalid JSON-RPC version"));
        }
        var id = RequestId.in(json);
        var method = json.text("method");
        if (method.isPresent()) {
            if (method.get().length() > LONGEST_METHOD) {
                throw new McpRejection(
                        McpError.invalidRequest("method must have at most " + LONGEST_METHOD + " characters"));
            }
            if (json.get("params").isPresent() && json.object("params").isEmpty()) {
                throw new McpRejection(McpError.invalidRequest("params must be an object"));
            }
            if (id.isPresent()) {
                return new Request(json, id.get());
            }
            if (json.has("id")) {
                throw new McpRejection(McpError.invalidRequest(
                        "id must be a string or a number, of at most " + RequestId.LONGEST + " characters"));
            }
            return new Notification(json);
        }
        if (json.has("result") || json.has("error")) {
            return new Response(json, id);
        }
        throw new McpRejection(McpError.invalidRequest("neither a request, a notification nor a response"));
    }
}

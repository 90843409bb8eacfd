package io.muster.mcp;

import io.muster.wire.json.JsonNumber;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import io.muster.wire.json.JsonValue;
import java.util.Optional;

/** The id of a JSON-RPC request, kept as it was written: a string or a number. */
public record RequestId(JsonValue value) {
    /** Of a text, in characters: every answer repeats it. */
    static final int LONGEST = 1_024;

    public RequestId {
        if (!(value instanceof JsonString) && !(value instanceof JsonNumber)) {
            throw new IllegalArgumentException("a request id is a string or a number");
        }
    }

    /** The id of a message; empty where it has none, or one that cannot be repeated. */
    public static Optional<RequestId> in(JsonObject message) {
        return message.get("id").filter(RequestId::isUsable).map(RequestId::new);
    }

    private static boolean isUsable(JsonValue id) {
        return switch (id) {
            case JsonString(var text) -> text.length() <= LONGEST;
            case JsonNumber _ -> true;
            default -> false;
        };
    }

    public static RequestId of(long number) {
        return new RequestId(JsonNumber.of(number));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}

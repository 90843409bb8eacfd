package io.muster.mcp;

import io.muster.wire.json.JsonNumber;
import io.muster.wire.json.JsonString;
import io.muster.wire.json.JsonValue;

/** The id of a JSON-RPC request, kept as it was written: a string or a number. */
public record RequestId(JsonValue value) {
    public RequestId {
        if (!(value instanceof JsonString) && !(value instanceof JsonNumber)) {
            throw new IllegalArgumentException("a request id is a string or a number");
        }
    }

    public static RequestId of(long number) {
        return new RequestId(JsonNumber.of(number));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}

package io.muster.gateway.metatool;

import io.muster.wire.json.JsonNull;
import io.muster.wire.json.JsonNumber;
import io.muster.wire.json.JsonObject;

/** The arguments of a meta-tool. What has the wrong type counts as missing, except where a text says otherwise. */
record Arguments(JsonObject json) {

    /** An argument is missing or wrong; the message is the tool's answer. */
    static final class Unusable extends RuntimeException {
        private final String reason;

        Unusable(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }

        String reason() {
            return reason;
        }
    }

    String required(String name) {
        return json.text(name)
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> new Unusable(name + " argument is required"));
    }

    String text(String name) {
        return json.text(name, "");
    }

    boolean flag(String name, boolean otherwise) {
        return json.bool(name).orElse(otherwise);
    }

    JsonObject object(String name) {
        return json.object(name).orElse(JsonObject.EMPTY);
    }

    /** The object {@code arguments}; empty when absent or null. */
    JsonObject nested() {
        return switch (json.get("arguments").orElse(JsonNull.NULL)) {
            case JsonNull _ -> JsonObject.EMPTY;
            case JsonObject object -> object;
            default -> throw new Unusable("arguments must be a JSON object");
        };
    }

    /** A whole number; fractions are cut off, what is out of range is brought into it. */
    int number(String name, int otherwise, int least) {
        return switch (json.get(name).orElse(JsonNull.NULL)) {
            case JsonNull _ -> otherwise;
            case JsonNumber number -> {
                var value = (int) number.doubleValue();
                if (value < least || number.doubleValue() < least) {
                    throw new Unusable(name + " must be at least " + least);
                }
                yield value;
            }
            default -> throw new Unusable(name + " must be a number");
        };
    }
}

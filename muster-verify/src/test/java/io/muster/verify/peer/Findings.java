package io.muster.verify.peer;

import io.muster.verify.toolchain.Command;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import io.muster.wire.json.JsonValue;
import java.time.Duration;
import java.util.List;

/** What a foreign client reports: the JSON document that it prints. */
record Findings(JsonObject json) {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    static Findings of(Command client) {
        var ended = client.run(LIMIT);
        if (ended.exitCode() != 0) {
            throw new AssertionError(
                    "the client ended with " + ended.exitCode() + ":\n" + ended.output() + ended.errors());
        }
        return new Findings(Json.parseObject(ended.output().strip()));
    }

    String text(String name) {
        return json.text(name, "");
    }

    List<String> texts(String name) {
        return json.values(name).stream().map(Findings::string).toList();
    }

    JsonObject object(String name) {
        return json.object(name).orElse(JsonObject.EMPTY);
    }

    JsonArray array(String name) {
        return json.array(name).orElse(JsonArray.EMPTY);
    }

    /** Names of the tools that {@code filter_tools} found. */
    List<String> found() {
        return object("found").values("tools").stream()
                .map(tool -> ((JsonObject) tool).text("name", ""))
                .toList();
    }

    /** The first text inside the envelope of {@code call_tool}. */
    String enveloped() {
        return ((JsonObject) object("envelope").values("content").getFirst()).text("text", "");
    }

    private static String string(JsonValue value) {
        return value instanceof JsonString(var text) ? text : Json.text(value);
    }
}

package io.muster.control.tool;

import io.muster.gateway.backend.Access;
import io.muster.gateway.backend.BackendSpec;
import io.muster.gateway.backend.Endpoint;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import java.net.URI;
import java.util.Map;

/** What a server runs by, in the words of a definition; shown while its definition cannot be used. */
final class RunningSpec {
    private RunningSpec() {}

    static JsonObject of(BackendSpec running) {
        var spec = JsonObject.builder()
                .put("type", running.endpoint().type())
                .put("description", running.description())
                .put("autoStart", running.autoStart())
                .put("timeout", running.timeout().toSeconds())
                .putTextIfPresent("toolPrefix", running.naming().toolPrefix());
        switch (running.endpoint()) {
            case Endpoint.Stdio(var command, var args, var env) ->
                spec.put("command", command)
                        .put("args", JsonArray.ofStrings(args))
                        .put("env", JsonObject.ofStrings(env));
            case Endpoint.StreamableHttp(var url, var headers) -> remote(spec, url, headers);
            case Endpoint.Sse(var url, var headers) -> remote(spec, url, headers);
        }
        running.naming()
                .family()
                .ifPresent(family -> spec.put(
                        "family",
                        JsonObject.builder()
                                .put("name", family.name())
                                .put("instanceArg", family.instanceArg())
                                .build()));
        if (running.access() instanceof Access.PerSession(var auth)) {
            spec.put("auth", auth);
        }
        return spec.build();
    }

    private static void remote(JsonObject.Builder spec, URI url, Map<String, String> headers) {
        spec.put("url", url.toString()).put("headers", JsonObject.ofStrings(headers));
    }
}

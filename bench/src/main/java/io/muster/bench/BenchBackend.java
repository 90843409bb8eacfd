package io.muster.bench;

import io.muster.wire.http.HttpHandler;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.http.Router;
import io.muster.wire.http.engine.HttpServer;
import io.muster.wire.http.engine.HttpServerOptions;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonNull;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonValue;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A backend that does next to nothing, in a process of its own: {@code /tools/<count>/<any>/mcp} offers that many tools,
 * and each of them answers 2 KB of text at once; {@code /guarded/<count>/<any>/mcp} does so for whoever brings a JWT. Without
 * sessions, so that one process stands for any number of backends.
 * Prints its port and runs until its input ends.
 */
final class BenchBackend {
    private static final int TEXT_LENGTH = 2_048;

    private static final int PAGE = 1_000;
    private static final Pattern BEARER = Pattern.compile("Bearer [\\w-]+\\.[\\w-]+\\.[\\w-]+");
    private static final String FILLING = "All work and no play makes a dull benchmark. ".repeat(50);
    private static final List<String> VERBS = List.of("list", "get", "create", "delete", "watch", "patch", "scale");
    private static final List<String> NOUNS =
            List.of("pods", "deployment", "node", "secret", "issue", "pull_request", "invoice", "dashboard", "alert");

    private BenchBackend() {}

    public static void main(String[] arguments) throws Exception {
        var port = arguments.length == 0 ? 0 : Integer.parseInt(arguments[0]);
        HttpHandler listless = _ -> HttpResponse.of(405);
        var router = Router.builder()
                .route(
                        Set.of("POST"),
                        "/tools/{count}/{name}/mcp",
                        (request, parameters) -> answer(request, Integer.parseInt(parameters.get("count"))))
                .route(
                        Set.of("POST"),
                        "/guarded/{count}/{name}/mcp",
                        (request, parameters) -> hasToken(request)
                                ? answer(request, Integer.parseInt(parameters.get("count")))
                                : HttpResponse.of(401).with("WWW-Authenticate", "Bearer"))
                .otherwise(listless)
                .build();
        try (var server = HttpServer.start(HttpServerOptions.bind("127.0.0.1", port), router)) {
            System.out.println(server.port());
            if (arguments.length == 0) {
                while (System.in.read() >= 0) {
                    // Whoever started this holds the other end for as long as it needs the backend.
                }
            } else {
                new CountDownLatch(1).await();
            }
        }
    }

    private static boolean hasToken(HttpRequest request) {
        return request.header("Authorization").filter(BEARER.asMatchPredicate()).isPresent();
    }

    private static HttpResponse answer(HttpRequest request, int tools) {
        var message = (JsonObject) Json.parse(request.body().bytes());
        var id = message.get("id");
        if (id.isEmpty()) {
            return HttpResponse.of(202);
        }
        var params = message.object("params").orElse(JsonObject.EMPTY);
        var result = switch (message.text("method", "")) {
            case "initialize" -> hello(params);
            case "tools/list" -> list(params, tools);
            case "tools/call" -> called(params);
            default -> JsonObject.EMPTY;
        };
        return HttpResponse.json(200, Json.bytes(response(id.orElse(JsonNull.NULL), result)));
    }

    private static JsonObject response(JsonValue id, JsonObject result) {
        return JsonObject.builder()
                .put("jsonrpc", "2.0")
                .put("id", id)
                .put("result", result)
                .build();
    }

    private static JsonObject hello(JsonObject params) {
        return JsonObject.builder()
                .put("protocolVersion", params.text("protocolVersion", ""))
                .put("capabilities", JsonObject.of("tools", JsonObject.EMPTY))
                .put(
                        "serverInfo",
                        JsonObject.builder()
                                .put("name", "bench")
                                .put("version", "1")
                                .build())
                .build();
    }

    private static JsonObject called(JsonObject params) {
        var marker = params.object("arguments").orElse(JsonObject.EMPTY).text("marker", "");
        var text = (marker + " " + FILLING).substring(0, TEXT_LENGTH);
        var item = JsonObject.builder().put("type", "text").put("text", text).build();
        return JsonObject.of("content", JsonArray.of(item));
    }

    private static JsonObject list(JsonObject params, int tools) {
        var from = Integer.parseInt(params.text("cursor", "0"));
        var to = Math.min(tools, from + PAGE);
        var page = IntStream.range(from, to)
                .<JsonValue>mapToObj(BenchBackend::tool)
                .toList();
        var result = JsonObject.builder().put("tools", JsonArray.of(page));
        return (to < tools ? result.put("nextCursor", Integer.toString(to)) : result).build();
    }

    private static JsonObject tool(int number) {
        var verb = VERBS.get(number % VERBS.size());
        var noun = NOUNS.get(number % NOUNS.size());
        return JsonObject.builder()
                .put("name", toolName(number))
                .put(
                        "description",
                        "Does %s on a %s of area %d, and answers what became of it.".formatted(verb, noun, number / 63))
                .put(
                        "inputSchema",
                        JsonObject.builder()
                                .put("type", "object")
                                .put("properties", JsonObject.of("marker", JsonObject.of("type", "string")))
                                .build())
                .build();
    }

    /** The name of a tool, as the backend itself says it. */
    static String toolName(int number) {
        return VERBS.get(number % VERBS.size()) + "_" + NOUNS.get(number % NOUNS.size()) + "_" + number;
    }
}

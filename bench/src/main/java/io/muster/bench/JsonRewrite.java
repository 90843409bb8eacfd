package io.muster.bench;

import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Rewrites a {@code tools/list} answer (new {@code id}, a prefix before each tool's {@code name}) in three ways and
 * prints their medians and ratios. The ways take turns in every round, so that a busy machine slows all of them.
 */
public final class JsonRewrite {
    private static final String PREFIX = "x_server_";
    private static final int WARM_UP_ROUNDS = 40;
    private static final int ROUNDS = 60;
    private static final int RUNS_PER_ROUND = 20;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final JsonFactory FACTORY = JsonFactory.builder().build();

    private JsonRewrite() {}

    public static void main(String[] arguments) {
        var document = ToolsList.generate();
        var ways = new LinkedHashMap<String, UnaryOperator<byte[]>>();
        ways.put("muster", JsonRewrite::muster);
        ways.put("jackson tree", JsonRewrite::tree);
        ways.put("slice copy", JsonRewrite::slices);
        requireSameAnswers(ways, document);

        var medians = measure(ways, document);

        System.out.printf(Locale.ROOT, "tools/list of %,d bytes%n", document.length);
        var ours = medians.getOrDefault("muster", 0.0);
        medians.forEach((name, micros) ->
                System.out.printf(Locale.ROOT, "%-14s %8.1f µs %6.2fx of muster%n", name, micros, micros / ours));
    }

    private static void requireSameAnswers(Map<String, UnaryOperator<byte[]>> ways, byte[] document) {
        var expected = Json.parse(tree(document));
        ways.forEach((name, way) -> {
            if (!Json.parse(way.apply(document)).equals(expected)) {
                throw new IllegalStateException(name + " answers something else");
            }
        });
    }

    private static Map<String, Double> measure(Map<String, UnaryOperator<byte[]>> ways, byte[] document) {
        var samples = new LinkedHashMap<String, double[]>();
        ways.keySet().forEach(name -> samples.put(name, new double[ROUNDS]));
        for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
            for (var way : ways.entrySet()) {
                var micros = run(way.getValue(), document);
                if (round >= 0) {
                    samples.getOrDefault(way.getKey(), new double[ROUNDS])[round] = micros;
                }
            }
        }
        var medians = new LinkedHashMap<String, Double>();
        samples.forEach((name, micros) -> {
            Arrays.sort(micros);
            medians.put(name, micros[ROUNDS / 2]);
        });
        return medians;
    }

    private static double run(UnaryOperator<byte[]> way, byte[] document) {
        var length = 0L;
        var start = System.nanoTime();
        for (int i = 0; i < RUNS_PER_ROUND; i++) {
            length += way.apply(document).length;
        }
        var micros = (System.nanoTime() - start) / 1e3 / RUNS_PER_ROUND;
        if (length < document.length) {
            throw new IllegalStateException("nothing was written");
        }
        return micros;
    }

    private static byte[] muster(byte[] document) {
        var answer = (JsonObject) Json.parse(document);
        var result = answer.object("result").orElseThrow();
        var tools = result.values("tools").stream()
                .map(JsonObject.class::cast)
                .map(tool -> tool.with("name", PREFIX + tool.text("name", "")))
                .toList();
        return Json.bytes(answer.with("id", 8).with("result", result.with("tools", JsonArray.of(tools))));
    }

    private static byte[] tree(byte[] document) {
        var answer = (ObjectNode) MAPPER.readTree(document);
        answer.put("id", 8);
        for (var tool : answer.get("result").get("tools")) {
            ((ObjectNode) tool).put("name", PREFIX + tool.get("name").stringValue());
        }
        return MAPPER.writeValueAsBytes(answer);
    }

    /** The least a streaming parser can do: copy everything between the values that change. */
    private static byte[] slices(byte[] document) {
        var out = new ByteArrayOutputStream(document.length + 8_192);
        var copied = 0;
        try (var parser = FACTORY.createParser(ObjectReadContext.empty(), document)) {
            var depth = 0;
            for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isStructStart()) {
                    depth++;
                } else if (token.isStructEnd()) {
                    depth--;
                } else if (token == JsonToken.PROPERTY_NAME && isEdited(parser.currentName(), depth)) {
                    var isId = depth == 1;
                    parser.nextToken();
                    var start = (int) parser.currentTokenLocation().getByteOffset();
                    var text = isId ? "8" : '"' + PREFIX + parser.getString() + '"';
                    parser.finishToken();
                    out.write(document, copied, start - copied);
                    out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
                    copied = (int) parser.currentLocation().getByteOffset();
                }
            }
        }
        out.write(document, copied, document.length - copied);
        return out.toByteArray();
    }

    private static boolean isEdited(String name, int depth) {
        return (depth == 1 && name.equals("id")) || (depth == 4 && name.equals("name"));
    }
}

package io.muster.wire.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Query parameters.
 *
 * @param raw as they were sent
 * @param parameters decoded; of a repeated parameter the first value counts
 */
public record Query(String raw, Map<String, String> parameters) {
    public static final Query EMPTY = new Query("", Map.of());

    public Query {
        parameters = Map.copyOf(parameters);
    }

    /** Reads {@code a=1&b=2}; text that is not percent-encoded properly stays as it is. */
    public static Query parse(String raw) {
        if (raw.isEmpty()) {
            return EMPTY;
        }
        var parameters = new LinkedHashMap<String, String>();
        for (var pair : raw.split("&", -1)) {
            var equals = pair.indexOf('=');
            var name = equals < 0 ? pair : pair.substring(0, equals);
            parameters.putIfAbsent(decode(name), equals < 0 ? "" : decode(pair.substring(equals + 1)));
        }
        return new Query(raw, parameters);
    }

    public Optional<String> get(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }
}

package io.muster.wire.http;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/**
 * A path with parameters: {@code /servers/{name}/mcp}. A parameter stands for one segment that is not empty. A pattern
 * that ends in {@code /*} matches what is below, and its own path as well. Whole segments are compared, never text that
 * starts alike.
 */
record PathPattern(List<String> segments, boolean prefix) {
    static PathPattern parse(String text) {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException("a path begins with a slash: " + text);
        }
        var prefix = text.endsWith("/*");
        var path = prefix ? text.substring(0, text.length() - 2) : text;
        return new PathPattern(segments(path), prefix);
    }

    Optional<PathParameters> match(List<String> path) {
        if (prefix ? path.size() < segments.size() : path.size() != segments.size()) {
            return Optional.empty();
        }
        var parameters = new HashMap<String, String>();
        for (var i = 0; i < segments.size(); i++) {
            var expected = segments.get(i);
            var actual = path.get(i);
            if (expected.startsWith("{") && expected.endsWith("}")) {
                if (actual.isEmpty()) {
                    return Optional.empty();
                }
                parameters.put(expected.substring(1, expected.length() - 1), actual);
            } else if (!expected.equals(actual)) {
                return Optional.empty();
            }
        }
        return Optional.of(parameters.isEmpty() ? PathParameters.NONE : new PathParameters(parameters));
    }

    /** {@code /a/b} has the segments a and b; {@code /a/} has a and an empty one. */
    static List<String> segments(String path) {
        return path.isEmpty() ? List.of() : Arrays.asList(path.substring(1).split("/", -1));
    }
}

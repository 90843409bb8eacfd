package io.muster.wire.http;

import java.util.Map;

/** The segments of a path that stood where its route has parameters. */
public record PathParameters(Map<String, String> values) {
    public static final PathParameters NONE = new PathParameters(Map.of());

    public PathParameters {
        values = Map.copyOf(values);
    }

    /** @throws IllegalArgumentException when the route has no such parameter */
    public String get(String name) {
        var value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no parameter " + name);
        }
        return value;
    }
}

package io.muster.dist;

import java.util.Map;
import java.util.stream.Collectors;

/** The file {@code release} of a Java runtime: a line {@code NAME="value"} for each thing it says. */
record Release(Map<String, String> values) {
    Release {
        values = Map.copyOf(values);
    }

    static Release parse(String text) {
        return new Release(text.lines()
                .map(line -> line.split("=", 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(
                        pair -> pair[0], pair -> pair[1].replace("\"", "").strip())));
    }

    String value(String name) {
        var value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the Java runtime does not say its " + name);
        }
        return value;
    }
}

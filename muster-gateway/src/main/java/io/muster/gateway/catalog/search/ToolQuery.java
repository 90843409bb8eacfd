package io.muster.gateway.catalog.search;

import java.util.Map;

/**
 * Which tools are wanted, and in which order. Empty parts ask for nothing.
 *
 * @param pattern a shell pattern over names
 * @param description text that the description must contain
 * @param text words to rank by; without them catalogue order is kept
 * @param labels labels that must be equal
 * @param caseSensitive for pattern and description
 */
public record ToolQuery(
        String pattern, String description, String text, Map<String, String> labels, boolean caseSensitive) {
    public ToolQuery {
        labels = Map.copyOf(labels);
    }

    /** Only by name, whatever the case. */
    public static ToolQuery named(String pattern) {
        return new ToolQuery(pattern, "", "", Map.of(), false);
    }

    boolean filters() {
        return !pattern.isEmpty() || !description.isEmpty() || !labels.isEmpty();
    }

    boolean ranks() {
        return !text.isEmpty();
    }
}

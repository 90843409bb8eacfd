package io.muster.control.definition;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which names a definition may have. Checked before anything else is made of a name, a path above all, so that {@code
 * ../config} never reaches a file system.
 */
public final class ResourceName {
    /** The service that Muster itself is; servers and Muster share one space of names. */
    public static final String AGGREGATOR = "mcp-aggregator";

    private static final Pattern LABEL = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern WORKFLOW = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?");

    private ResourceName() {}

    /** What is wrong with the name; empty when nothing is. The text does not repeat the name, which may be anything. */
    public static Optional<String> problem(ResourceKind kind, String name) {
        if (name.isEmpty()) {
            return Optional.of("name is required");
        }
        if (kind == ResourceKind.MCP_SERVER && name.equals(AGGREGATOR)) {
            return Optional.of("name must not be " + AGGREGATOR + ", which is Muster itself");
        }
        var valid = (kind == ResourceKind.MCP_SERVER ? LABEL : WORKFLOW).matcher(name);
        return valid.matches() ? Optional.empty() : Optional.of("name " + rule(kind));
    }

    private static String rule(ResourceKind kind) {
        return switch (kind) {
            case MCP_SERVER ->
                "must be at most 63 lower-case letters, digits and '-', starting and ending with a letter or digit";
            case WORKFLOW ->
                "must be at most 63 letters, digits, '-' and '_', starting and ending with a letter or digit";
        };
    }
}

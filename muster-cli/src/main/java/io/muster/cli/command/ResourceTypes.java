package io.muster.cli.command;

import io.muster.cli.format.Suggestion;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The names of resource types that a verb accepts. */
final class ResourceTypes {
    private ResourceTypes() {}

    static String check(String type, List<String> known) {
        if (known.contains(type)) {
            return type;
        }
        throw new CommandFailure("unknown resource type '" + type + "'. Available types: "
                + String.join(", ", new TreeSet<>(known)) + Suggestion.of(type, known));
    }

    /** Without the plural: {@code tools} is {@code tool}. */
    static String singular(String type) {
        return type.endsWith("s") ? type.substring(0, type.length() - 1) : type;
    }

    static boolean isCapability(String type) {
        return Set.of("tool", "resource", "prompt").contains(singular(type));
    }
}

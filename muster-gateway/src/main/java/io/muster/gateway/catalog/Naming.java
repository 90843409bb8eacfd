package io.muster.gateway.catalog;

import io.muster.gateway.backend.BackendSpec;

/**
 * How things of a backend are called outside. Pure; names are never cleaned up, so that dots and dashes of server names
 * stay.
 *
 * @param prefix what every exposed name begins with
 */
public record Naming(String prefix) {
    public static final String DEFAULT_PREFIX = "x";

    public Naming {
        prefix = prefix.isEmpty() ? DEFAULT_PREFIX : prefix;
    }

    /** What stands for the backend in its exposed names. */
    static String serverPart(BackendSpec spec) {
        return spec.naming().toolPrefix().filter(part -> !part.isEmpty()).orElse(spec.name());
    }

    /** The exposed name of a tool or prompt; a name that already begins with the part does not get it twice. */
    String exposed(String part, String name) {
        return name.startsWith(part + "_") ? prefix + "_" + name : prefix + "_" + part + "_" + name;
    }

    /** The exposed URI of a resource; one with a scheme is unique enough as it is. */
    String exposedUri(String part, String uri) {
        return uri.contains("://") ? uri : exposed(part, uri);
    }
}

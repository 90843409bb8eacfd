package io.muster.app.telemetry;

import java.util.Map;

/**
 * Who measures.
 *
 * @param version of this program
 * @param resource describes the process: {@code service.name} and what operators add
 */
record Scope(String version, Map<String, String> resource) {
    /** The name that the dashboards of the reference select by ({@code otel_scope_name}). */
    static final String NAME = "github.com/giantswarm/muster";

    Scope {
        resource = Map.copyOf(resource);
    }
}

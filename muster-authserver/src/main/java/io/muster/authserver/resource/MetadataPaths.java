package io.muster.authserver.resource;

import io.muster.authserver.protocol.OwnResources;
import java.util.Set;

/**
 * Which resources have metadata of their own: the MCP endpoints, unless an operator gave the server one identifier for all.
 *
 * @param own resources of this server
 * @param each whether each endpoint is a resource by itself (RFC 9728 section 3.3 makes clients compare)
 */
record MetadataPaths(OwnResources own, boolean each) {
    private static final Set<String> ENDPOINTS = Set.of("/mcp", "/sse", "/message");

    /** Whether there is a document for the endpoint at that path. */
    boolean describes(String path) {
        return ENDPOINTS.contains(path) || own.isDirectPath(path);
    }

    /** What follows the well-known location of the root document in that of the endpoint. */
    String suffix(String path) {
        return each && describes(path) ? path : "";
    }
}

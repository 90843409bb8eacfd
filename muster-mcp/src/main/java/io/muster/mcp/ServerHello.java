package io.muster.mcp;

import io.muster.wire.json.JsonObject;
import java.util.Optional;

/**
 * What a server says of itself when a connection begins.
 *
 * @param revision the agreed revision
 * @param serverInfo name and version as it gave them
 * @param capabilities what it offers
 * @param instructions text for the model
 */
public record ServerHello(
        Revision revision, JsonObject serverInfo, JsonObject capabilities, Optional<String> instructions) {
    /** Whether the server declared the capability ({@code tools}, {@code resources}, {@code prompts} …). */
    public boolean offers(String capability) {
        return capabilities.has(capability);
    }
}

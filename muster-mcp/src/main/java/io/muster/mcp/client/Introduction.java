package io.muster.mcp.client;

import io.muster.wire.json.JsonObject;

/**
 * How a client introduces itself to a server when a connection begins.
 *
 * @param clientInfo name and version
 * @param capabilities what the server may ask for
 */
public record Introduction(JsonObject clientInfo, JsonObject capabilities) {
    /** Everything that a client behind us may be able to do, so that servers offer what they have. */
    private static final JsonObject EVERYTHING = JsonObject.builder()
            .put("roots", JsonObject.EMPTY.with("listChanged", true))
            .put("sampling", JsonObject.EMPTY)
            .put("elicitation", JsonObject.EMPTY.with("form", JsonObject.EMPTY).with("url", JsonObject.EMPTY))
            .build();

    /** Of a client that speaks for any number of others, whom it does not know yet. */
    static Introduction ofMediator(String name, String version) {
        return new Introduction(
                JsonObject.builder().put("name", name).put("version", version).build(), EVERYTHING);
    }
}

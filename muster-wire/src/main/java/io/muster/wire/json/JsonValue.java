package io.muster.wire.json;

/**
 * A JSON value (RFC 8259). Immutable and safe to share between threads.
 *
 * <p>Equality is structural: the order of object members does not count, the text of numbers does ({@code 1.0} is not
 * {@code 1}), because a gateway must not confuse documents that a peer may tell apart.
 */
public sealed interface JsonValue permits JsonObject, JsonArray, JsonString, JsonNumber, JsonBoolean, JsonNull {}

package io.muster.gateway.route;

import io.muster.mcp.Envelope;
import io.muster.mcp.ReplyChannel;
import io.muster.oauth.Caller;
import io.muster.wire.json.JsonObject;
import io.muster.wire.time.Deadline;

/**
 * What accompanies one call from the client to a backend.
 *
 * @param extras parameters of the client's request that are not ours to read, for the backend ({@code _meta}, answers to
 *     earlier questions)
 */
public record CallScope(Caller caller, Envelope envelope, ReplyChannel reply, Deadline deadline, JsonObject extras) {}

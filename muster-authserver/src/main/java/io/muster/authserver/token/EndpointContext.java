package io.muster.authserver.token;

import io.muster.authserver.audit.Audit;
import io.muster.authserver.limit.RateLimit;
import io.muster.authserver.protocol.Answers;
import io.muster.authserver.protocol.Requester;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.meter.Meters;
import java.time.InstantSource;
import java.util.function.Function;

/**
 * What endpoints have around them that clients authenticate at.
 *
 * @param clients finds out which client sends a request
 * @param limit of requests of one authenticated client
 * @param requesters where requests come from
 * @param audit records refusals
 * @param answers how answers look
 * @param meters counts what happens
 * @param clock the time
 */
public record EndpointContext(
        ClientAuthentication clients,
        RateLimit limit,
        Function<HttpRequest, Requester> requesters,
        Audit audit,
        Answers answers,
        Meters meters,
        InstantSource clock) {}

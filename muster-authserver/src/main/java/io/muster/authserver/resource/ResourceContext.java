package io.muster.authserver.resource;

import io.muster.authserver.audit.Audit;
import io.muster.authserver.limit.RateLimit;
import io.muster.authserver.protocol.Answers;
import io.muster.authserver.protocol.Locations;
import io.muster.authserver.protocol.Requester;
import io.muster.authserver.session.SessionListener;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.meter.Meters;
import java.time.InstantSource;
import java.util.function.Function;

/**
 * What surrounds the resource server.
 *
 * @param limit of requests of one user
 * @param events hears of every admitted request
 * @param audit records refusals
 * @param requesters where requests come from
 * @param locations where everything is
 * @param answers how answers look
 * @param meters counts what happens
 * @param clock the time
 */
public record ResourceContext(
        RateLimit limit,
        SessionListener events,
        Audit audit,
        Function<HttpRequest, Requester> requesters,
        Locations locations,
        Answers answers,
        Meters meters,
        InstantSource clock) {}

package io.muster.authserver.edge;

import io.muster.authserver.audit.Audit;
import io.muster.authserver.audit.Audit.About;
import io.muster.authserver.audit.AuditEvent;
import io.muster.authserver.limit.RateLimit;
import io.muster.authserver.protocol.Answers;
import io.muster.authserver.protocol.MeterNames;
import io.muster.authserver.protocol.OAuthError;
import io.muster.authserver.protocol.Requester;
import io.muster.wire.http.HttpFilter;
import io.muster.wire.http.HttpHandler;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.meter.Meters;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Bounds how often one address may ask. */
public final class AddressLimit implements HttpFilter {
    private static final OAuthError TOO_OFTEN =
            OAuthError.rateLimitExceeded("Rate limit exceeded. Please try again later.");

    private final RateLimit limit;
    private final Function<HttpRequest, Requester> requesters;
    private final Audit audit;
    private final Answers answers;
    private final Meters meters;

    public AddressLimit(
            RateLimit limit, Function<HttpRequest, Requester> requesters, Audit audit, Answers answers, Meters meters) {
        this.limit = limit;
        this.requesters = requesters;
        this.audit = audit;
        this.answers = answers;
        this.meters = meters;
    }

    @Override
    public HttpResponse apply(HttpRequest request, HttpHandler next) {
        var requester = requesters.apply(request);
        var wait = limit.take(requester.bucket());
        if (wait.isZero()) {
            return next.handle(request);
        }
        meters.count(MeterNames.RATE_LIMIT_EXCEEDED, Map.of("limiter", "address"));
        audit.record(
                AuditEvent.RATE_LIMIT_EXCEEDED,
                Optional.of(requester),
                About.NOBODY,
                Map.of("limit", "address", "path", request.path()));
        return answers.error(TOO_OFTEN, wait);
    }
}

package io.muster.authserver.edge;

import io.muster.authserver.audit.Audit;
import io.muster.authserver.audit.Audit.About;
import io.muster.authserver.audit.ExceededLimits;
import io.muster.authserver.limit.RateLimit;
import io.muster.authserver.protocol.Answers;
import io.muster.authserver.protocol.OAuthError;
import io.muster.authserver.protocol.Requester;
import io.muster.wire.http.HttpFilter;
import io.muster.wire.http.HttpHandler;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.meter.Meters;
import java.util.Map;
import java.util.function.Function;

/** Bounds how often one address may ask. */
public final class AddressLimit implements HttpFilter {
    private static final OAuthError TOO_OFTEN =
            OAuthError.rateLimitExceeded("Rate limit exceeded. Please try again later.");

    private final RateLimit limit;
    private final Function<HttpRequest, Requester> requesters;
    private final Answers answers;
    private final ExceededLimits limits;

    public AddressLimit(
            RateLimit limit, Function<HttpRequest, Requester> requesters, Audit audit, Answers answers, Meters meters) {
        this.limit = limit;
        this.requesters = requesters;
        this.answers = answers;
        this.limits = new ExceededLimits(audit, meters);
    }

    @Override
    public HttpResponse apply(HttpRequest request, HttpHandler next) {
        var requester = requesters.apply(request);
        var wait = limit.take(requester.bucket());
        if (wait.isZero()) {
            return next.handle(request);
        }
        limits.exceeded("address", requester, About.NOBODY, Map.of("path", request.path()));
        return answers.error(TOO_OFTEN, wait);
    }
}

package io.muster.authserver.edge;

import io.muster.authserver.protocol.MeterNames;
import io.muster.wire.http.HttpFilter;
import io.muster.wire.http.HttpHandler;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.meter.Meters;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** Counts the requests to one endpoint. */
public final class EndpointMeter implements HttpFilter {
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "DELETE", "OPTIONS");

    private final String endpoint;
    private final Meters meters;

    /** @param endpoint its name in the label */
    public EndpointMeter(String endpoint, Meters meters) {
        this.endpoint = endpoint;
        this.meters = meters;
    }

    @Override
    public HttpResponse apply(HttpRequest request, HttpHandler next) {
        var began = System.nanoTime();
        var status = 500;
        try {
            var response = next.handle(request);
            status = response.status();
            return response;
        } finally {
            meters.count(
                    MeterNames.HTTP_REQUESTS,
                    Map.of(
                            "method",
                            METHODS.contains(request.method()) ? request.method() : "other",
                            "endpoint",
                            endpoint,
                            "status",
                            Integer.toString(status)));
            meters.observe(
                    MeterNames.HTTP_DURATION,
                    Map.of("endpoint", endpoint),
                    Duration.ofNanos(System.nanoTime() - began));
        }
    }
}

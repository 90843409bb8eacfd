package io.muster.authserver.edge;

import io.muster.wire.http.Body;
import io.muster.wire.http.EventSink;
import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpFilter;
import io.muster.wire.http.HttpHandler;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Lets pages of allowed origins call from a browser (Fetch standard, CORS protocol), without credentials of the browser.
 * Never used at the authorization endpoint, which browsers are only sent to (OAuth 2.1 section 3.1).
 */
public final class Cors implements HttpFilter {
    private static final String METHODS = "GET, POST, DELETE, OPTIONS";
    private static final String REQUEST_HEADERS =
            "Authorization, Content-Type, MCP-Protocol-Version, Mcp-Session-Id, Last-Event-ID, DPoP";
    private static final String RESPONSE_HEADERS = "WWW-Authenticate, Mcp-Session-Id, DPoP-Nonce";
    private static final String ONE_HOUR = "3600";
    private static final Headers VARY = Headers.of("Vary", "Origin");

    private final Set<String> origins;
    private final boolean all;

    /** @param origins exact origins; {@code *} stands for all */
    public Cors(List<String> origins) {
        this.origins = Set.copyOf(origins);
        this.all = this.origins.contains("*");
    }

    @Override
    public HttpResponse apply(HttpRequest request, HttpHandler next) {
        if (origins.isEmpty()) {
            return next.handle(request);
        }
        var origin = request.header("Origin").filter(this::isAllowed);
        return origin.isPresent() && isPreflight(request)
                ? allowed(preflight(), origin)
                : allowed(next.handle(request), origin);
    }

    private boolean isAllowed(String origin) {
        return all || origins.contains(origin);
    }

    private static boolean isPreflight(HttpRequest request) {
        return request.method().equals("OPTIONS")
                && request.header("Access-Control-Request-Method").isPresent();
    }

    private static HttpResponse preflight() {
        var headers = Headers.of("Access-Control-Allow-Methods", METHODS)
                .with("Access-Control-Allow-Headers", REQUEST_HEADERS)
                .with("Access-Control-Max-Age", ONE_HOUR);
        return new HttpResponse(204, headers, Body.EMPTY);
    }

    private static HttpResponse allowed(HttpResponse answer, Optional<String> origin) {
        if (answer.body() instanceof Body.Later later) {
            return HttpResponse.later(responder -> later.produce(new Allowing(responder, origin)));
        }
        return new HttpResponse(answer.status(), answer.headers().withAll(fields(origin)), answer.body());
    }

    /** Caches have to tell pages apart, also when a request names none. */
    private static Headers fields(Optional<String> origin) {
        return origin.map(value -> VARY.with("Access-Control-Allow-Origin", value)
                        .with("Access-Control-Expose-Headers", RESPONSE_HEADERS))
                .orElse(VARY);
    }

    /** Adds the headers to an answer whose shape is decided late. */
    private record Allowing(Body.Responder inner, Optional<String> origin) implements Body.Responder {
        @Override
        public void send(HttpResponse response) {
            inner.send(allowed(response, origin));
        }

        @Override
        public EventSink events(Headers headers) {
            return inner.events(headers.withAll(fields(origin)));
        }
    }
}

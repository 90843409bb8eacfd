package io.muster.wire.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Chooses an endpoint by path and method. Routes are tried in the order in which they were added; the first that
 * matches both answers. A path that only matches with other methods gets 405 and {@code Allow}; one that matches
 * nothing goes to the fallback, which is 404 unless set. {@code GET} includes {@code HEAD}.
 */
public final class Router implements HttpHandler {
    private record Route(Set<String> methods, PathPattern pattern, Endpoint endpoint) {
        boolean accepts(String method) {
            return methods.isEmpty() || methods.contains(method) || (method.equals("HEAD") && methods.contains("GET"));
        }
    }

    /** An endpoint that wants to know the parameters of its path. */
    public interface Endpoint {
        HttpResponse handle(HttpRequest request, PathParameters parameters);
    }

    private final List<Route> routes;
    private final HttpHandler fallback;

    private Router(List<Route> routes, HttpHandler fallback) {
        this.routes = List.copyOf(routes);
        this.fallback = fallback;
    }

    public static Builder builder() {
        return new Builder();
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        var path = PathPattern.segments(request.path());
        var allowed = new TreeSet<String>();
        for (var route : routes) {
            var parameters = route.pattern().match(path);
            if (parameters.isPresent()) {
                if (route.accepts(request.method())) {
                    return route.endpoint().handle(request, parameters.get());
                }
                allowed.addAll(route.methods());
            }
        }
        return allowed.isEmpty() ? fallback.handle(request) : methodNotAllowed(allowed);
    }

    private static HttpResponse methodNotAllowed(Set<String> allowed) {
        if (allowed.contains("GET")) {
            allowed.add("HEAD");
        }
        return HttpResponse.text(405, "Method not allowed").with("Allow", String.join(", ", allowed));
    }

    /** Collects routes. */
    public static final class Builder {
        private final List<Route> routes = new ArrayList<>();
        private HttpHandler fallback = _ -> HttpResponse.text(404, "Not Found");

        private Builder() {}

        /**
         * @param methods accepted methods; none means all
         * @param pattern {@code /path}, {@code /path/{parameter}} or {@code /path/*}
         */
        public Builder route(Set<String> methods, String pattern, Endpoint endpoint) {
            routes.add(new Route(Set.copyOf(methods), PathPattern.parse(pattern), endpoint));
            return this;
        }

        public Builder route(Set<String> methods, String pattern, HttpHandler handler) {
            return route(methods, pattern, (request, _) -> handler.handle(request));
        }

        public Builder get(String pattern, HttpHandler handler) {
            return route(Set.of("GET"), pattern, handler);
        }

        public Builder post(String pattern, HttpHandler handler) {
            return route(Set.of("POST"), pattern, handler);
        }

        public Builder delete(String pattern, Endpoint endpoint) {
            return route(Set.of("DELETE"), pattern, endpoint);
        }

        /** Every method. */
        public Builder any(String pattern, HttpHandler handler) {
            return route(Set.of(), pattern, handler);
        }

        /** What answers when no path matches. */
        public Builder otherwise(HttpHandler handler) {
            fallback = handler;
            return this;
        }

        public Router build() {
            return new Router(routes, fallback);
        }
    }
}

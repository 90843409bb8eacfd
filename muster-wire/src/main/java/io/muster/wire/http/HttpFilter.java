package io.muster.wire.http;

/** What is true of every request: tracing, limits, the check of {@code Host} and {@code Origin}. */
public interface HttpFilter {
    HttpResponse apply(HttpRequest request, HttpHandler next);

    default HttpHandler before(HttpHandler next) {
        return request -> apply(request, next);
    }
}

package io.muster.mcp.server;

import io.muster.wire.http.HttpFilter;
import io.muster.wire.http.HttpHandler;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Refuses requests that a web page made a browser send to a loopback address: whose {@code Host} or {@code Origin} is the
 * page's and not ours (DNS rebinding). Requests that arrive at other addresses pass.
 */
public final class RebindingGuard implements HttpFilter {
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|[^.]+\\.localhost|127(\\.\\d{1,3}){3}|\\[::1]", Pattern.CASE_INSENSITIVE);
    private static final int SHOWN = 100;

    @Override
    public HttpResponse apply(HttpRequest request, HttpHandler next) {
        if (!request.local().getAddress().isLoopbackAddress()) {
            return next.handle(request);
        }
        var host = request.header("Host");
        if (host.isPresent() && !isLoopback(host.get())) {
            return forbidden("Host", host.get());
        }
        var origin = request.header("Origin");
        if (origin.isPresent()
                && authority(origin.get()).filter(RebindingGuard::isLoopback).isEmpty()) {
            return forbidden("Origin", origin.get());
        }
        return next.handle(request);
    }

    private static Optional<String> authority(String origin) {
        try {
            return Optional.ofNullable(URI.create(origin).getRawAuthority());
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static boolean isLoopback(String authority) {
        var port = authority.lastIndexOf(':');
        var name = port > authority.lastIndexOf(']') ? authority.substring(0, port) : authority;
        return LOOPBACK.matcher(name).matches();
    }

    private static HttpResponse forbidden(String field, String value) {
        var shown = value.substring(0, Math.min(value.length(), SHOWN));
        return HttpResponse.text(403, "Forbidden: invalid " + field + " header \"" + shown + "\"");
    }
}

package io.muster.wire.outbound;

import io.muster.wire.http.Headers;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Decides where a redirect leads. Only requests that ask for something are redirected; one that sends something
 * (a token request, say) gets the redirect as its answer.
 */
final class Redirects {
    private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);
    private static final Set<String> METHODS = Set.of("GET", "HEAD");

    /** What may be told to an origin that the caller did not choose. */
    private static final Set<String> HARMLESS = Set.of("accept", "accept-language", "user-agent");

    private Redirects() {}

    /**
     * The request that a redirect asks for; empty when the answer is none.
     *
     * @throws OutboundException when it must not be followed
     */
    static Optional<OutboundRequest> next(OutboundRequest request, int status, Headers answer) {
        var location = answer.first("Location");
        if (!STATUSES.contains(status) || !METHODS.contains(request.method()) || location.isEmpty()) {
            return Optional.empty();
        }
        var target = resolve(request.uri(), location.get());
        if (isHttps(request.uri()) && !isHttps(target)) {
            throw Failures.forbidden(request.uri(), "it is redirected from https to an insecure URL");
        }
        var headers = sameOrigin(request.uri(), target) ? request.headers() : harmless(request.headers());
        return Optional.of(new OutboundRequest(request.method(), target, headers, new byte[0], request.deadline()));
    }

    private static URI resolve(URI base, String location) {
        try {
            return base.resolve(location);
        } catch (IllegalArgumentException e) {
            throw Failures.forbidden(base, "it is redirected to something that is not a URL");
        }
    }

    private static boolean isHttps(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme());
    }

    private static boolean sameOrigin(URI one, URI other) {
        return String.valueOf(one.getScheme()).equalsIgnoreCase(other.getScheme())
                && Failures.peer(one).equalsIgnoreCase(Failures.peer(other));
    }

    private static Headers harmless(Headers headers) {
        List<Headers.Field> kept = headers.fields().stream()
                .filter(field -> HARMLESS.contains(field.name().toLowerCase(Locale.ROOT)))
                .toList();
        return Headers.of(kept);
    }
}

package io.muster.authserver.edge;

import io.muster.authserver.protocol.RandomTokens;
import io.muster.wire.http.HttpFilter;
import io.muster.wire.http.HttpHandler;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gives each request the one name under which everything that is recorded about it can be found: that of the proxy in
 * front, where it is usable, else one of our own.
 */
public final class RequestIds implements HttpFilter {
    private static final String HEADER = "X-Request-Id";
    private static final int SHORTEST = 8;
    private static final int LONGEST = 64;
    private static final int LENGTH = 10;

    private final String process;
    private final AtomicLong count = new AtomicLong();

    /** @param random names this process; its requests are numbered, which costs them nothing */
    public RequestIds(RandomTokens random) {
        this.process = random.nextText().substring(0, LENGTH);
    }

    /** The name of a request; none for one that did not pass the filter. */
    static Optional<String> of(HttpRequest request) {
        return request.header(HEADER).filter(RequestIds::isUsable);
    }

    private static boolean isUsable(String value) {
        if (value.length() < SHORTEST || value.length() > LONGEST) {
            return false;
        }
        for (var i = 0; i < value.length(); i++) {
            var c = value.charAt(i);
            var isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!isLetter && "._-".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public HttpResponse apply(HttpRequest request, HttpHandler next) {
        return next.handle(of(request).isPresent() ? request : named(request));
    }

    private HttpRequest named(HttpRequest request) {
        var id = process + "." + Long.toString(count.incrementAndGet(), Character.MAX_RADIX);
        return new HttpRequest(
                request.method(),
                request.path(),
                request.query(),
                request.headers().with(HEADER, id),
                request.local(),
                request.remote(),
                request.body());
    }
}

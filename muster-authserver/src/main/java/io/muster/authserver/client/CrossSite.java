package io.muster.authserver.client;

import io.muster.wire.http.HttpRequest;
import java.util.Locale;
import java.util.Set;

/**
 * Requests that any page can make a browser send without asking first: what the page writes, in one of the three types
 * of forms. Such a request must change nothing, or pages could use up what an address may do.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#cors-safelisted-request-header">Fetch, CORS-safelisted request-header</a>
 */
final class CrossSite {
    private static final Set<String> FORM_TYPES =
            Set.of("application/x-www-form-urlencoded", "multipart/form-data", "text/plain");

    private CrossSite() {}

    static boolean isForm(HttpRequest request) {
        return request.header("Origin").isPresent()
                && request.header("Content-Type")
                        .map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                        .filter(type -> !FORM_TYPES.contains(type))
                        .isEmpty();
    }
}

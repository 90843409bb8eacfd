package io.muster.authserver.protocol;

import io.muster.wire.http.HttpRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Parameters of a request, each at most once (RFC 6749 section 3.1) save those that their standard lets repeat; empty
 * ones count as absent. POST parameters come from the body alone.
 */
public final class FormParameters {
    private static final int LARGEST = 1 << 20;
    private static final int MOST = 100;
    private static final Set<String> REPEATABLE = Set.of("resource", "audience");

    private final Map<String, List<String>> values;

    private FormParameters(Map<String, List<String>> values) {
        this.values = values;
    }

    /**
     * @throws OAuthRejection when the content is too large, is no form, or repeats a parameter
     */
    public static FormParameters of(HttpRequest request) {
        if (!request.method().equals("POST")) {
            return parse(request.query().raw());
        }
        if (!isForm(request)) {
            throw unreadable();
        }
        var body = request.body().bytes();
        if (body.length > LARGEST) {
            throw new OAuthRejection(new OAuthError(413, "invalid_request", "Request body too large"));
        }
        return parse(new String(body, StandardCharsets.UTF_8));
    }

    /** Reads {@code application/x-www-form-urlencoded} text. */
    static FormParameters parse(String form) {
        var values = new LinkedHashMap<String, List<String>>();
        var parts = form.isEmpty() ? new String[0] : form.split("&", MOST + 1);
        if (parts.length > MOST) {
            throw unreadable();
        }
        for (var part : parts) {
            var equals = part.indexOf('=');
            var name = decoded(equals < 0 ? part : part.substring(0, equals));
            var value = equals < 0 ? "" : decoded(part.substring(equals + 1));
            if (!value.isEmpty()) {
                values.computeIfAbsent(name, _ -> new ArrayList<>(1)).add(value);
            }
        }
        values.forEach((name, found) -> {
            if (found.size() > 1 && !REPEATABLE.contains(name)) {
                throw new OAuthRejection(OAuthError.invalidRequest("A parameter is repeated"));
            }
        });
        return new FormParameters(values);
    }

    public Optional<String> text(String name) {
        return all(name).stream().findFirst();
    }

    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /**
     * @throws OAuthRejection {@code invalid_request} with that description when it is absent
     */
    public String required(String name, String description) {
        return text(name).orElseThrow(() -> new OAuthRejection(OAuthError.invalidRequest(description)));
    }

    /** What is silent about its type is taken for a form. */
    private static boolean isForm(HttpRequest request) {
        return request.header("Content-Type")
                .map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .filter(type -> !type.equals("application/x-www-form-urlencoded"))
                .isEmpty();
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw unreadable();
        }
    }

    private static OAuthRejection unreadable() {
        return new OAuthRejection(OAuthError.invalidRequest("Failed to parse request"));
    }
}

package io.muster.verify.login;

import java.net.CookieHandler;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Cookies by host and port, sent back as browsers do (RFC 6265). The one of the JDK quotes the values of cookies that have
 * a {@code Max-Age}, as only RFC 2965 wanted it.
 */
final class CookieJar extends CookieHandler {
    private final Map<String, Map<String, String>> cookies = new ConcurrentHashMap<>();

    @Override
    public Map<String, List<String>> get(URI uri, Map<String, List<String>> headers) {
        var line = of(uri).entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
        return line.isEmpty() ? Map.of() : Map.of("Cookie", List.of(line));
    }

    @Override
    public void put(URI uri, Map<String, List<String>> headers) {
        for (var line : headers.getOrDefault("set-cookie", List.of())) {
            var pair = line.split(";", 2)[0].strip().split("=", 2);
            if (line.contains("Max-Age=0")) {
                of(uri).remove(pair[0]);
            } else {
                of(uri).put(pair[0], pair[1]);
            }
        }
    }

    private Map<String, String> of(URI uri) {
        return cookies.computeIfAbsent(uri.getAuthority(), _ -> new ConcurrentHashMap<>());
    }
}

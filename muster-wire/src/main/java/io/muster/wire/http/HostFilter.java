package io.muster.wire.http;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Guards endpoints against web pages in the user's browser. A page can make its own name resolve to 127.0.0.1 and then
 * talk to a server on the user's machine as if it were its own (DNS rebinding); but it cannot hide that name:
 *
 * <ul>
 *   <li>A request that arrives on a loopback address must name a loopback host in {@code Host}.
 *   <li>An {@code Origin}, which browsers send and programs do not, must be a loopback origin or one of those that the
 *       operator allows, wherever the request arrives. Extensions and editors ({@code vscode-webview://…}) have
 *       origins too and must be allowed.
 * </ul>
 *
 * <p>Only plain spellings count as loopback: {@code localhost}, dotted addresses in 127.0.0.0/8, {@code [::1]}.
 *
 * @see <a href="https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#security-warning">MCP,
 *     Transports, Security Warning</a>
 */
public final class HostFilter implements HttpFilter {
    private static final int QUOTED = 200;
    private static final String OCTET = "(?:0|[1-9][0-9]{0,2})";
    private static final String HOST =
            "(?:localhost|127\\." + OCTET + "\\." + OCTET + "\\." + OCTET + "|\\[::1]|\\[0:0:0:0:0:0:0:1])";
    private static final Pattern LOOPBACK_HOST = Pattern.compile(HOST + "(?::[0-9]{1,5})?", Pattern.CASE_INSENSITIVE);
    private static final Pattern LOOPBACK_ORIGIN =
            Pattern.compile("https?://" + HOST + "(?::[0-9]{1,5})?", Pattern.CASE_INSENSITIVE);

    private final Set<String> allowedOrigins;
    private final boolean anyOrigin;

    /** The last {@code Host} that was found right: nearly all requests have the same. */
    private volatile String rightHost = "localhost";

    /** @param allowedOrigins origins in their serialized form, such as {@code https://chat.example} */
    public HostFilter(Set<String> allowedOrigins) {
        this(allowedOrigins, false);
    }

    private HostFilter(Set<String> allowedOrigins, boolean anyOrigin) {
        this.allowedOrigins = allowedOrigins.stream()
                .map(origin -> origin.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
        this.anyOrigin = anyOrigin;
    }

    /** Checks the name alone: for endpoints that ask for a token, and for forms, whose origin browsers may hide. */
    public static HostFilter forAnyOrigin() {
        return new HostFilter(Set.of(), true);
    }

    @Override
    public HttpResponse apply(HttpRequest request, HttpHandler next) {
        if (request.local().getAddress().isLoopbackAddress()) {
            checkHost(request);
        }
        if (!anyOrigin) {
            checkOrigin(request);
        }
        return next.handle(request);
    }

    private void checkHost(HttpRequest request) {
        var hosts = request.headers().all("Host");
        var only = hosts.size() == 1 ? hosts.getFirst() : String.join(", ", hosts);
        if (only.equals(rightHost)) {
            return;
        }
        if (!LOOPBACK_HOST.matcher(only).matches()) {
            throw forbidden("Host", only);
        }
        rightHost = only;
    }

    private void checkOrigin(HttpRequest request) {
        for (var origin : request.headers().all("Origin")) {
            var allowed = LOOPBACK_ORIGIN.matcher(origin).matches()
                    || allowedOrigins.contains(origin.toLowerCase(Locale.ROOT));
            if (!allowed) {
                throw forbidden("Origin", origin);
            }
        }
    }

    private static HttpRejection forbidden(String header, String value) {
        return new HttpRejection(403, "Forbidden: invalid " + header + " header \"" + printable(value) + "\"");
    }

    private static String printable(String value) {
        var text = value.length() > QUOTED ? value.substring(0, QUOTED) + "…" : value;
        return text.replace('"', '\'').replaceAll("\\p{Cntrl}", "?");
    }
}

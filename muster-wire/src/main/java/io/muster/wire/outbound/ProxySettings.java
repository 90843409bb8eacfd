package io.muster.wire.outbound;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which proxy a request goes through, as the environment variables {@code HTTP_PROXY}, {@code HTTPS_PROXY} and
 * {@code NO_PROXY} say. Loopback hosts never go through a proxy.
 *
 * @param http proxy for {@code http} URLs
 * @param https proxy for {@code https} URLs, through a tunnel
 * @param none hosts without proxy: a name stands for itself and its subdomains, {@code *} for all
 */
public record ProxySettings(Optional<URI> http, Optional<URI> https, List<String> none) {
    public static final ProxySettings DIRECT = new ProxySettings(Optional.empty(), Optional.empty(), List.of());

    public ProxySettings {
        none = List.copyOf(none);
    }

    /**
     * Reads the variables, lower case first.
     *
     * @throws IllegalArgumentException when the value of a proxy variable is no URL; the value itself is not shown
     */
    public static ProxySettings of(Map<String, String> environment) {
        var none = variable(environment, "no_proxy").orElse("");
        return new ProxySettings(
                variable(environment, "http_proxy").map(value -> url("HTTP_PROXY", value)),
                variable(environment, "https_proxy").map(value -> url("HTTPS_PROXY", value)),
                Arrays.stream(none.split(","))
                        .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
                        .filter(entry -> !entry.isEmpty())
                        .toList());
    }

    /** The proxy for a target; empty for a direct connection. */
    Optional<URI> proxyFor(String scheme, String host, int port) {
        var name = host.toLowerCase(Locale.ROOT);
        if (isLoopback(name) || none.stream().anyMatch(entry -> covers(entry, name, port))) {
            return Optional.empty();
        }
        return scheme.equalsIgnoreCase("https") ? https : http;
    }

    boolean isProxy(String host) {
        return http.filter(proxy -> proxy.getHost().equalsIgnoreCase(host)).isPresent()
                || https.filter(proxy -> proxy.getHost().equalsIgnoreCase(host)).isPresent();
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("::1") || host.equals("[::1]");
    }

    private static boolean covers(String entry, String host, int port) {
        if (entry.equals("*")) {
            return true;
        }
        var colon = entry.lastIndexOf(':');
        var hasPort = colon > 0 && entry.indexOf(':') == colon;
        if (hasPort && !entry.substring(colon + 1).equals(Integer.toString(port))) {
            return false;
        }
        var name = hasPort ? entry.substring(0, colon) : entry;
        var domain = name.startsWith("*.") ? name.substring(2) : name.startsWith(".") ? name.substring(1) : name;
        return host.equals(domain) || host.endsWith("." + domain);
    }

    private static Optional<String> variable(Map<String, String> environment, String name) {
        var lower = environment.get(name);
        var value = lower != null ? lower : environment.get(name.toUpperCase(Locale.ROOT));
        return Optional.ofNullable(value).map(String::strip).filter(text -> !text.isEmpty());
    }

    private static URI url(String variable, String value) {
        try {
            var uri = URI.create(value.contains("://") ? value : "http://" + value);
            if (uri.getHost() != null && "http".equalsIgnoreCase(uri.getScheme())) {
                return uri;
            }
        } catch (IllegalArgumentException notShown) {
            // Answered below: the value may contain a password, and so may the message of the cause.
        }
        throw new IllegalArgumentException(variable + " must be the URL of an HTTP proxy, such as http://proxy:3128");
    }

    /** Hosts only: proxy URLs may contain passwords. */
    @Override
    public String toString() {
        return "ProxySettings[http=" + http.map(URI::getHost) + ", https=" + https.map(URI::getHost) + "]";
    }
}

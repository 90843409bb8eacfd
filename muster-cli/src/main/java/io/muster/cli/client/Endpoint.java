package io.muster.cli.client;

import io.muster.mcp.client.ServerAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;

/**
 * Where a server is.
 *
 * @param uri its MCP endpoint
 * @param context the context it comes from, if any
 */
public record Endpoint(URI uri, Optional<String> context) {
    private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

    /**
     * Reads a URL.
     *
     * @throws ConnectionFailure when it is none, or not of HTTP
     */
    public static Endpoint of(String url, Optional<String> context) {
        try {
            var uri = new URI(url.strip());
            var scheme = String.valueOf(uri.getScheme());
            if (uri.getHost() == null || !(scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https"))) {
                throw invalid(url);
            }
            if (uri.getRawUserInfo() != null) {
                throw new ConnectionFailure(
                        ConnectionFailure.Kind.NO_ENDPOINT, "invalid endpoint: the URL must not contain credentials");
            }
            return new Endpoint(uri, context);
        } catch (URISyntaxException notShown) {
            throw invalid(url);
        }
    }

    private static ConnectionFailure invalid(String url) {
        return new ConnectionFailure(
                ConnectionFailure.Kind.NO_ENDPOINT,
                "invalid endpoint \"" + url + "\": must be a URL such as http://localhost:8090/mcp");
    }

    /** Whether the server runs on this machine, judged by its name alone. */
    public boolean isLocal() {
        return LOCAL.contains(uri.getHost());
    }

    /** Whether the server speaks HTTP+SSE rather than streamable HTTP. */
    public boolean isSse() {
        return String.valueOf(uri.getPath()).endsWith("/sse");
    }

    ServerAddress address(ServerAddress.RequestHeaders headers) {
        return isSse() ? new ServerAddress.Sse(uri, headers) : new ServerAddress.StreamableHttp(uri, headers);
    }

    @Override
    public String toString() {
        return uri.toString();
    }
}

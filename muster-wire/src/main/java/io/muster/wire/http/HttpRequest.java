package io.muster.wire.http;

import io.muster.wire.json.Json;
import io.muster.wire.json.JsonException;
import io.muster.wire.json.JsonValue;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * A request as an endpoint sees it.
 *
 * @param method in upper case
 * @param path decoded path, beginning with {@code /}
 * @param query raw query, empty when there is none
 * @param headers header fields
 * @param local the address the connection arrived at
 * @param remote the address the connection came from
 * @param body the content, read at most once
 */
public record HttpRequest(
        String method,
        String path,
        Query query,
        Headers headers,
        InetSocketAddress local,
        InetSocketAddress remote,
        RequestBody body) {

    /** The content of a request. */
    public interface RequestBody {
        /**
         * The whole content.
         *
         * @throws HttpRejection 413 when it exceeds the limit of the server, 503 when the requests under way take too much
         *     together, 408 when it takes too long, 400 when it ends early
         */
        byte[] bytes();

        /**
         * The whole content as JSON; what its values take in memory counts, too.
         *
         * @throws JsonException when it is not JSON
         * @throws HttpRejection as {@link #bytes}
         */
        default JsonValue json() {
            return Json.parse(bytes());
        }

        /**
         * Says that the content is needed beyond the end of the request, and counts until then.
         *
         * @return to be run once, when it is not needed any more
         */
        default Runnable keep() {
            return () -> {};
        }

        static RequestBody of(byte[] content) {
            return () -> content;
        }
    }

    public Optional<String> header(String name) {
        return headers.first(name);
    }

    /** A request for tests and internal calls, from and to the IPv4 loopback address. */
    public static HttpRequest of(String method, String target, Headers headers, byte[] body) {
        var question = target.indexOf('?');
        var path = question < 0 ? target : target.substring(0, question);
        var query = question < 0 ? "" : target.substring(question + 1);
        var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return new HttpRequest(method, path, Query.parse(query), headers, loopback, loopback, RequestBody.of(body));
    }
}

package io.muster.cli.http;

import io.muster.wire.http.Headers;
import io.muster.wire.outbound.OutboundRequest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A request as it goes over the line.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-3">RFC 9112, 3: request line</a>
 */
final class RequestText {
    private static final String SEPARATORS = "\"(),/:;<=>?@[\\]{}";

    private RequestText() {}

    /** @throws IllegalArgumentException when a header field has characters that cannot be sent */
    static byte[] of(OutboundRequest request, Origin origin) {
        var head = new StringBuilder(256);
        head.append(request.method()).append(' ').append(target(request)).append(" HTTP/1.1\r\n");
        append(head, "Host", origin.authority());
        if (request.headers().first("User-Agent").isEmpty()) {
            append(head, "User-Agent", "muster");
        }
        for (var field : request.headers().fields()) {
            check(field);
            append(head, field.name(), field.value());
        }
        if (request.body().length > 0 || request.method().equals("POST")) {
            append(head, "Content-Length", Integer.toString(request.body().length));
        }
        head.append("\r\n");
        var bytes = new ByteArrayOutputStream(head.length() + request.body().length);
        bytes.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(request.body());
        return bytes.toByteArray();
    }

    private static String target(OutboundRequest request) {
        var path = request.uri().getRawPath();
        var query = request.uri().getRawQuery();
        return (path == null || path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query);
    }

    private static void append(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
    }

    /** Without the value, which may be a secret. */
    private static void check(Headers.Field field) {
        if (field.name().isEmpty()
                || !field.name().chars().allMatch(RequestText::isOfName)
                || !field.value().chars().allMatch(RequestText::isOfValue)) {
            throw new IllegalArgumentException(
                    "the header field \"" + field.name().replaceAll("\\P{Graph}", "?") + "\" cannot be sent");
        }
    }

    static boolean isOfName(int character) {
        return character > ' ' && character < 0x7F && SEPARATORS.indexOf(character) < 0;
    }

    private static boolean isOfValue(int character) {
        return (character >= ' ' && character != 0x7F && character <= 0xFF) || character == '\t';
    }
}

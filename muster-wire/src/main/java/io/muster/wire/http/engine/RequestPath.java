package io.muster.wire.http.engine;

import io.muster.wire.http.HttpRejection;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Decodes the path of a request target, once. Refused with 400 is what routing and later readers could understand
 * differently: encoded slashes, backslashes, {@code .} and {@code ..} segments in any spelling, control characters,
 * broken encoding.
 */
final class RequestPath {
    private RequestPath() {}

    static String decode(String raw) {
        if (!raw.startsWith("/")) {
            throw refused("the request target must begin with a slash");
        }
        var path = raw.indexOf('%') < 0 ? raw : percentDecoded(raw);
        for (var i = 0; i < path.length(); i++) {
            var c = path.charAt(i);
            if (c < 0x20 || c == 0x7F || c == '\\') {
                throw refused("the path contains a character that is not allowed");
            }
        }
        for (var segment : path.split("/", -1)) {
            if (segment.equals(".") || segment.equals("..")) {
                throw refused("the path contains a dot segment");
            }
        }
        return path;
    }

    private static String percentDecoded(String raw) {
        var bytes = ByteBuffer.allocate(raw.length());
        for (var i = 0; i < raw.length(); i++) {
            var c = raw.charAt(i);
            if (c == '%') {
                var octet = octet(raw, i + 1);
                if (octet == '/') {
                    throw refused("the path contains an encoded slash");
                }
                bytes.put(octet);
                i += 2;
            } else if (c < 0x80) {
                bytes.put((byte) c);
            } else {
                throw refused("the path is not encoded");
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            throw refused("the path is not UTF-8");
        }
    }

    private static byte octet(String raw, int start) {
        var high = start + 1 < raw.length() ? Character.digit(raw.charAt(start), 16) : -1;
        var low = start + 1 < raw.length() ? Character.digit(raw.charAt(start + 1), 16) : -1;
        if (high < 0 || low < 0) {
            throw refused("the path has a broken percent-encoding");
        }
        return (byte) (high << 4 | low);
    }

    private static HttpRejection refused(String why) {
        return new HttpRejection(400, "Bad Request: " + why);
    }
}

package io.muster.cli.token;

import io.muster.wire.text.Sha256;
import java.util.HexFormat;

/**
 * A server as token files name it: its URL without the path of its endpoint.
 *
 * @param value without {@code /mcp}, {@code /sse} and the slash at the end, and otherwise as it was written: other programs
 *     read and write the same files
 */
public record ServerUrl(String value) {
    private static final int BYTES_OF_NAME = 16;

    public ServerUrl {
        value = without(without(without(value, "/"), "/mcp"), "/sse");
    }

    private static String without(String text, String end) {
        return text.endsWith(end) ? text.substring(0, text.length() - end.length()) : text;
    }

    /** The first half of the SHA-256 of the URL, in hexadecimal digits. */
    String key() {
        return HexFormat.of().formatHex(Sha256.of(value), 0, BYTES_OF_NAME);
    }

    @Override
    public String toString() {
        return value;
    }
}

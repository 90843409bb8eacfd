package io.muster.cli.http;

import io.muster.wire.http.Headers;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.Locale;

/**
 * What an answer begins with.
 *
 * @param persistent whether the server leaves the connection open after the answer
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-6.3">RFC 9112, 6.3: message body length</a>
 */
record ResponseHead(int status, Headers headers, boolean persistent) {
    private static final int LONGEST_LINE = 16 << 10;
    private static final int MOST_FIELDS = 200;
    private static final int MOST_INTERIM = 10;

    /**
     * Where the body ends.
     *
     * @param bytes how many come before that; of a chunk, where it is chunked
     */
    record Framing(Kind kind, long bytes) {
        enum Kind {
            LENGTH,
            CHUNKED,
            UNTIL_CLOSE
        }

        static Framing length(long bytes) {
            return new Framing(Kind.LENGTH, bytes);
        }
    }

    /** Reads the head of the final answer; what servers say before, such as 103, is skipped. */
    static ResponseHead read(HttpConnection connection) throws IOException {
        for (int interim = 0; interim < MOST_INTERIM; interim++) {
            var head = readOne(connection);
            if (head.status >= 200) {
                return head;
            }
        }
        throw new ProtocolException("the server does not come to an answer");
    }

    private static ResponseHead readOne(HttpConnection connection) throws IOException {
        var line = connection.line(LONGEST_LINE);
        if (!line.matches("HTTP/1\\.[01] [1-9]\\d\\d( .*)?") || line.startsWith("101", 9)) {
            throw new ProtocolException("not HTTP/1.1");
        }
        var headers = fields(connection);
        var connectionOptions = String.join(",", headers.all("Connection")).toLowerCase(Locale.ROOT);
        var persistent = line.startsWith("HTTP/1.1")
                ? !connectionOptions.contains("close")
                : connectionOptions.contains("keep-alive");
        return new ResponseHead(Integer.parseInt(line.substring(9, 12)), headers, persistent);
    }

    /** Reads field lines up to the empty one. */
    static Headers fields(HttpConnection connection) throws IOException {
        var fields = new ArrayList<Headers.Field>();
        for (var line = connection.line(LONGEST_LINE); !line.isEmpty(); line = connection.line(LONGEST_LINE)) {
            var colon = line.indexOf(':');
            if (colon <= 0 || !line.chars().limit(colon).allMatch(RequestText::isOfName)) {
                throw new ProtocolException("a header field is malformed");
            }
            if (fields.size() == MOST_FIELDS) {
                throw new ProtocolException("too many header fields");
            }
            fields.add(new Headers.Field(
                    line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        return Headers.of(fields);
    }

    Framing framing() throws IOException {
        if (status == 204 || status == 304) {
            return Framing.length(0);
        }
        var codings = headers.all("Transfer-Encoding");
        if (!codings.isEmpty()) {
            if (codings.size() > 1 || !codings.getFirst().equalsIgnoreCase("chunked")) {
                throw new ProtocolException("the answer has a transfer coding that was not asked for");
            }
            return new Framing(Framing.Kind.CHUNKED, 0);
        }
        var lengths = headers.all("Content-Length").stream().distinct().toList();
        if (lengths.isEmpty()) {
            return new Framing(Framing.Kind.UNTIL_CLOSE, Long.MAX_VALUE);
        }
        if (lengths.size() > 1 || !lengths.getFirst().matches("\\d{1,18}")) {
            throw new ProtocolException("the length of the answer is malformed");
        }
        return Framing.length(Long.parseLong(lengths.getFirst()));
    }
}

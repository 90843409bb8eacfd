package io.muster.mcp.client;

import io.muster.mcp.Revision;
import io.muster.wire.http.Headers;
import java.util.regex.Pattern;

/** The transport session that a streamable HTTP server gave us: the fields that go with every request of it. */
final class HttpSession {
    static final String ID = "Mcp-Session-Id";
    private static final Pattern VISIBLE_ASCII = Pattern.compile("[\\x21-\\x7E]{1,1024}");

    private volatile Headers fields = Headers.EMPTY;
    private volatile boolean lost;

    /** Takes the id out of the answer to {@code initialize}; a server without sessions gives none. */
    void begin(Headers answer) {
        var id = answer.first(ID);
        if (id.isPresent()) {
            if (!VISIBLE_ASCII.matcher(id.get()).matches()) {
                throw Faults.violation("the server's session id is not visible ASCII, or too long");
            }
            fields = fields.with(ID, id.get());
        }
    }

    void agreed(Revision revision) {
        fields = fields.with("MCP-Protocol-Version", revision.date());
    }

    Headers fields() {
        return fields;
    }

    /** Whether the server gave us a session, alive or not. */
    boolean wasGiven() {
        return fields.first(ID).isPresent();
    }

    /** The server does not know the session any more. */
    void lose() {
        lost = true;
    }

    boolean isLost() {
        return lost;
    }

    boolean isAlive() {
        return wasGiven() && !lost;
    }
}

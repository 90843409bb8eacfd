package io.muster.mcp.server.legacy;

import io.muster.mcp.McpError;
import io.muster.mcp.McpRejection;
import java.util.HashSet;
import java.util.Set;

/** The resources that one session listens to, by URI, and what they may take. Thread-safe. */
final class Subscriptions {
    /** Characters of all URIs of a session. */
    static final int MAX_CHARACTERS = 64 << 10;
    /** Bytes that a URI takes besides its characters, wherever it is noted. */
    private static final int EACH = 512;

    private final int most;
    private final SessionMemory.Share memory;
    private final Set<String> uris = new HashSet<>(2);
    private int characters;

    Subscriptions(int most, SessionMemory.Share memory) {
        this.most = most;
        this.memory = memory;
    }

    synchronized Set<String> uris() {
        return Set.copyOf(uris);
    }

    /**
     * Notes a resource; answers whether it is new.
     *
     * @throws McpRejection when the session, or all sessions together, would keep too much
     */
    boolean add(String uri) {
        var size = size(uri);
        if (!memory.take(size)) {
            throw new McpRejection(McpError.internal("sessions keep too much already, try again later"));
        }
        var added = false;
        try {
            added = note(uri);
        } finally {
            if (!added) {
                memory.giveBack(size);
            }
        }
        return added;
    }

    private synchronized boolean note(String uri) {
        if (uris.contains(uri)) {
            return false;
        }
        if (uris.size() >= most) {
            throw new McpRejection(McpError.invalidRequest("more than " + most + " resource subscriptions"));
        }
        if (characters + uri.length() > MAX_CHARACTERS) {
            throw new McpRejection(McpError.invalidRequest("the URIs of all resource subscriptions have more than "
                    + MAX_CHARACTERS + " characters together"));
        }
        characters += uri.length();
        return uris.add(uri);
    }

    /** Answers whether it was there. */
    boolean remove(String uri) {
        var removed = strike(uri);
        if (removed) {
            memory.giveBack(size(uri));
        }
        return removed;
    }

    private synchronized boolean strike(String uri) {
        var removed = uris.remove(uri);
        if (removed) {
            characters -= uri.length();
        }
        return removed;
    }

    private static long size(String uri) {
        return EACH + 2L * uri.length();
    }
}

package io.muster.mcp.server.legacy;

import java.util.LinkedHashMap;
import java.util.Map;

/** The handshakes that sessions have in common: a handful of programs opens thousands of sessions. Thread-safe. */
final class Handshakes {
    private static final int MOST = 64;

    private final Map<Handshake, Handshake> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Handshake, Handshake> eldest) {
            return size() > MOST;
        }
    };

    /** An equal one that others have already, else this one. */
    synchronized Handshake same(Handshake handshake) {
        var other = known.putIfAbsent(handshake, handshake);
        return other == null ? handshake : other;
    }
}

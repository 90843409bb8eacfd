package io.muster.mcp;

import java.util.Arrays;
import java.util.Optional;

/** The protocol revisions, oldest first. */
public enum Revision {
    V2024_11_05("2024-11-05"),
    V2025_03_26("2025-03-26"),
    V2025_06_18("2025-06-18"),
    V2025_11_25("2025-11-25"),
    V2026_07_28("2026-07-28");

    /** The newest revision with a handshake. */
    public static final Revision NEWEST_LEGACY = V2025_11_25;

    private final String date;

    Revision(String date) {
        this.date = date;
    }

    /** The wire form, as in {@code protocolVersion}. */
    public String date() {
        return date;
    }

    public static Optional<Revision> of(String date) {
        return Arrays.stream(values()).filter(r -> r.date.equals(date)).findFirst();
    }

    public boolean atLeast(Revision other) {
        return compareTo(other) >= 0;
    }

    public Era era() {
        return this == V2026_07_28 ? Era.MODERN : Era.LEGACY;
    }

    /** Whether a revision begins with a handshake or is stateless. */
    public enum Era {
        LEGACY,
        MODERN
    }
}

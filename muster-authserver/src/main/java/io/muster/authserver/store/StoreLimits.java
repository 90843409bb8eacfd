package io.muster.authserver.store;

import io.muster.oauth.store.ValueTooLarge;

/**
 * How large stored things may be. Every adapter applies them.
 *
 * @param identifier longest identifier of a client, user or session, in characters
 * @param value longest written form of a value, in bytes; identity providers with many groups write long tokens
 * @param pending largest request that waits for somebody to log in or to consent, in bytes of memory; anybody makes those
 */
public record StoreLimits(int identifier, int value, int pending) {
    public static final StoreLimits DEFAULT = new StoreLimits(256, 600 * 1024, 16 * 1024);

    /** A client metadata document names its client by a URL, which may be longer than other identifiers. */
    private static final int CLIENT_URL = 2048;

    public StoreLimits {
        if (identifier < 1 || value < 64 * 1024 || value > 8 * 1024 * 1024) {
            throw new IllegalArgumentException("limits of stored values are between 64 KiB and 8 MiB");
        }
    }

    /** @throws ValueTooLarge when it is */
    public void checkIdentifier(String what, String identifier) {
        if (identifier.length() > (identifier.startsWith("https://") ? CLIENT_URL : this.identifier)) {
            throw new ValueTooLarge(what);
        }
    }

    /** @throws ValueTooLarge when it is */
    public void checkPending(String what, int size) {
        if (size > pending) {
            throw new ValueTooLarge(what);
        }
    }

    /** @throws ValueTooLarge when it is */
    public void checkValue(String what, int bytes) {
        if (bytes > value) {
            throw new ValueTooLarge(what);
        }
    }
}

package io.muster.authserver.store.memory;

/**
 * How much is kept in memory, as a bound for floods rather than a quota. What exceeds it is refused as if the store were
 * not available.
 *
 * @param clients registered ones
 * @param flows of each kind: logins, codes, consents and decisions
 * @param sessions and as many users
 * @param replays proofs and assertions of the last minutes
 * @param flowBytes about how many bytes of memory logins and consents may take together, and as many the codes
 */
public record Capacity(int clients, int flows, int sessions, int replays, long flowBytes) {
    public static final Capacity DEFAULT = new Capacity(100_000, 100_000, 1_000_000, 2_000_000, 32L << 20);
}

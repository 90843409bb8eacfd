package io.muster.oauth.store;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Hashes of short texts that expire: what the OAuth client keeps for sessions (tokens, logins under way, registrations,
 * what a session is connected to). An implementation that outlives the process, or is shared by several, seals the values,
 * each for its key and field, so that one cannot be put in another's place.
 *
 * <p>A key says what it is of and of whom, with its last colon between the two ({@code oauth:token:<session>}); where others
 * can see the keys, the second part is hashed. Sizes are bounded by {@link HashLimits}: what changes a hash throws {@link
 * ValueTooLarge} when it would exceed them.
 *
 * <p>Thread-safe; every method is atomic and may block. Each throws {@link StoreUnavailable} when the store gives no answer,
 * which says nothing about what is in it.
 */
public interface HashStore {
    /** The value of a field. */
    Optional<String> get(String key, String field);

    /** All fields of a hash; empty when there is none. */
    Map<String, String> all(String key);

    /** Sets a field; the whole hash lasts that long from now. */
    void put(String key, String field, String value, Duration life);

    /**
     * Sets a field that is not there; the whole hash lasts that long from now. Of many who do, one does.
     *
     * @return whether it was set
     */
    boolean putIfAbsent(String key, String field, String value, Duration life);

    /** Replaces the value of a field without making the hash last longer; nothing when the field is not there. */
    void replace(String key, String field, String value);

    /** Takes a field out: of many who do, one gets its value. */
    Optional<String> take(String key, String field);

    /** Removes a field, if it is there. */
    void remove(String key, String field);

    /** Removes a hash, if it is there. */
    void remove(String key);

    /** The hash, if it is there, lasts that long from now. */
    void touch(String key, Duration life);

    /** The other processes that use the store; nobody unless it is shared. */
    default Notices notices() {
        return Notices.NONE;
    }
}

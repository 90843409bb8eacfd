package io.muster.authserver.store.memory;

import io.muster.authserver.store.TokenHash;
import io.muster.authserver.store.codec.Codec;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * One kind of rows.
 *
 * @param name unique
 * @param codec of the values
 * @param written of a key: a hash, because keys stand in the clear
 * @param original the key, from its written form and the value
 */
public record Table<K, V>(String name, Codec<V> codec, Function<K, String> written, BiFunction<String, V, K> original) {

    /** A table whose keys are hashes already. */
    static <V> Table<TokenHash, V> hashed(String name, Codec<V> codec) {
        return new Table<>(name, codec, TokenHash::value, (key, value) -> new TokenHash(key));
    }

    /** A table whose keys are in the values. */
    static <K, V> Table<K, V> keyed(String name, Codec<V> codec, Function<K, String> text, Function<V, K> key) {
        return new Table<>(name, codec, k -> TokenHash.of(text.apply(k)).value(), (written, value) -> key.apply(value));
    }
}

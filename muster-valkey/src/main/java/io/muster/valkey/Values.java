package io.muster.valkey;

import io.muster.authserver.seal.Seal;
import io.muster.authserver.seal.SealException;
import io.muster.authserver.store.StoreLimits;
import io.muster.authserver.store.codec.Codec;
import io.muster.authserver.store.codec.UnreadableValue;
import io.muster.oauth.store.StoreUnavailable;

/** Values as they are on the server: documents, sealed for the key under which they are. */
record Values(Seal seal) {
    <T> byte[] write(String key, Codec<T> codec, T value) {
        var document = codec.write(value);
        StoreLimits.DEFAULT.checkValue("the value", document.length);
        return seal.seal(key, document);
    }

    /** A value that cannot be read is no answer at all: to call it unknown would log its owner out. */
    <T> T read(String key, Codec<T> codec, byte[] stored) {
        try {
            return codec.read(seal.open(key, stored));
        } catch (SealException | UnreadableValue e) {
            throw new StoreUnavailable("a stored value cannot be read: " + e.getMessage(), e);
        }
    }
}

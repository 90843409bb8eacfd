package io.muster.oauth.jose;

import io.muster.wire.json.JsonObject;
import java.util.List;

/** The keys of an issuer, wherever they come from. */
public interface KeySet {
    /** The keys are not known and cannot be obtained now. Proves nothing about any token. */
    final class Unreachable extends RuntimeException {
        public Unreachable(String message, Throwable cause) {
            super(message, cause);
        }

        public Unreachable(String message) {
            super(message);
        }
    }

    /**
     * What the issuer publishes.
     *
     * @throws Unreachable when it is not known
     */
    JwkSet current() throws InterruptedException;

    /**
     * Keys that may have signed a token with that header, of which nothing but {@code kid} is looked at.
     *
     * @throws Unreachable when the keys are not known
     */
    List<VerificationKey> candidates(JsonObject header) throws InterruptedException;

    /** Keys that do not change. */
    static KeySet fixed(JwkSet keys) {
        return new KeySet() {
            @Override
            public JwkSet current() {
                return keys;
            }

            @Override
            public List<VerificationKey> candidates(JsonObject header) {
                return keys.candidates(header);
            }
        };
    }
}

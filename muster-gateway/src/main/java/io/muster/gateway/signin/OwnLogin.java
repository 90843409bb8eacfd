package io.muster.gateway.signin;

import io.muster.oauth.Subject;
import java.net.URI;
import java.util.Optional;

/** Muster's own login, which tells who sits at a browser. Throws what its store throws. Thread-safe. */
public interface OwnLogin {
    /** Where nobody logs in to Muster. */
    OwnLogin NONE = new OwnLogin() {
        @Override
        public Optional<URI> begin(URI returnTo, String state, String challenge) {
            return Optional.empty();
        }

        @Override
        public Optional<Subject> completed(String code, String verifier) {
            return Optional.empty();
        }
    };

    /**
     * Where the browser logs in; empty while nobody can.
     *
     * @param returnTo where it comes back to, with the state and a code
     * @param challenge the S256 challenge (RFC 7636) of what this browser alone knows
     */
    Optional<URI> begin(URI returnTo, String state, String challenge);

    /** Who logged in; empty when the code is none, was used, or belongs to another browser. */
    Optional<Subject> completed(String code, String verifier);
}

package io.muster.cli.login.codeflow;

import io.muster.oauth.Secret;
import java.util.Optional;

/** What came back by the browser. */
public sealed interface AuthorizationAnswer {
    /** A code, to be redeemed at the token endpoint. */
    record Granted(Secret code) implements AuthorizationAnswer {}

    /**
     * The authorization server says no.
     *
     * @param error its code (RFC 6749 section 4.1.2.1), without control characters
     * @param description what it says to that; a stranger's text, to be escaped where it is shown
     */
    record Denied(String error, Optional<String> description) implements AuthorizationAnswer {}

    /** Somebody else answers than was asked; nothing else of the answer may be used or shown. */
    record WrongIssuer(String reason) implements AuthorizationAnswer {}

    /** No answer to this request at all; the real one may still come. */
    record Unrelated(String reason) implements AuthorizationAnswer {}
}

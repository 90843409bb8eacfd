package io.muster.oauth.codeflow;

import io.muster.oauth.Secret;
import java.util.Optional;

/** Whether a browser's return is believed. */
public sealed interface CallbackVerdict {
    /** It is: the code may be redeemed. */
    record Accepted(PendingLogin login, Secret code) implements CallbackVerdict {}

    /**
     * It is not.
     *
     * @param login the one that has ended with it, if it was one
     * @param error the code that the authorization server gave, where that is to be believed; to be escaped where shown
     */
    record Refused(Callback.Fault fault, Optional<PendingLogin> login, Optional<String> error)
            implements CallbackVerdict {}
}

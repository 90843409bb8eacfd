package io.muster.cli.login;

import io.muster.cli.token.StoredToken;

/** What an attempt to renew a login came to. */
public sealed interface Renewed {
    /** There is a token that can be sent, by this attempt or by that of another process. */
    record Fresh(StoredToken token) implements Renewed {}

    /** Nothing is stored, or nothing that could be renewed. */
    record NotPossible() implements Renewed {}

    /** The authorization server does not renew it: only a new login helps. */
    record Refused(String text) implements Renewed {}

    /** Nobody knows; what is stored stays. */
    record Unavailable(String text) implements Renewed {}
}

package io.muster.authserver.resource;

/** What was found out about a token. */
sealed interface Verdict {
    Unavailable UNAVAILABLE = new Unavailable();

    /** It is good. */
    record Accepted(Identity identity) implements Verdict {}

    /**
     * It is not.
     *
     * @param reason for audit, never for who sent it
     */
    record Refused(String reason) implements Verdict {}

    /** Nothing can be said now. */
    record Unavailable() implements Verdict {}
}

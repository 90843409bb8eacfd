package io.muster.oauth;

/**
 * What a verified request is: the user and the login session that it belongs to. Handed on as an argument from the edge
 * inwards, never kept in a thread.
 */
public record Caller(SessionId session, Subject subject) {
    /** Everybody, where no authorization server protects the endpoint. */
    public static final Caller UNPROTECTED = new Caller(new SessionId("default-user"), new Subject("default-user"));
}

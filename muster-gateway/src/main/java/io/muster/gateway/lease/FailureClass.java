package io.muster.gateway.lease;

import java.util.Locale;

/** Why a lease is not usable. Each class has its own reaction, and its own thing that ends it. */
public enum FailureClass {
    /** There is nothing to get a token from; ends with a login. */
    NO_SUBJECT("sign in to muster again"),
    /** The subject token lacks an audience that the backend requires; ends with a login. */
    AUDIENCE_MISSING("the token lacks a required audience; sign in to muster again"),
    /** The identity provider refused to exchange, or the authorization server to refresh. */
    PROVIDER_REFUSED("the identity provider refused to issue a token"),
    /** The identity provider refused the subject token itself, which is not sent again. */
    SUBJECT_REFUSED("the identity provider refused the subject token"),
    /** The identity provider does not answer. */
    PROVIDER_UNAVAILABLE("the identity provider cannot be reached"),
    /** The backend refused a token. */
    BACKEND_REFUSED("the server refused the token"),
    /** The backend does not answer. */
    BACKEND_UNREACHABLE("the server cannot be reached"),
    /** The definition cannot work; ends with its change. */
    CONFIGURATION("the configuration does not allow a token to be obtained"),
    /** The token ended. */
    TOKEN_EXPIRED("the token has expired"),
    /** Nobody signed in, or signed out. */
    SIGNED_OUT("sign in to the server first"),
    /** A token is being obtained, or the connection opened. */
    PENDING("a token is being obtained"),
    /** The lease has ended. */
    ENDED("the session has ended");

    private final String text;

    FailureClass(String text) {
        this.text = text;
    }

    /** A short text for people, without secrets. */
    public String text() {
        return text;
    }

    /** The word for logs, metrics and {@code auth://status}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

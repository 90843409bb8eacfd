package io.muster.oauth.discovery;

import java.util.Locale;

/** The steps of discovery, in their order. */
public enum Step {
    PIN("authorization server named in the configuration"),
    CHALLENGE("challenge of the server"),
    CHALLENGE_METADATA("resource metadata named by the challenge"),
    RESOURCE_METADATA("resource metadata at its well-known path (RFC 9728)"),
    SERVER_AT_RESOURCE("authorization server metadata at the server (RFC 8414)"),
    OPENID_AT_RESOURCE("OpenID configuration at the server"),
    ISSUER_METADATA("metadata of the authorization server");

    private final String text;

    Step(String text) {
        this.text = text;
    }

    /** For people. */
    public String text() {
        return text;
    }

    /** For programs. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

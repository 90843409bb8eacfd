package io.muster.cli.login.grant;

/** The end of a token request. */
public sealed interface TokenOutcome {
    record Issued(TokenSet tokens) implements TokenOutcome {}

    record Failed(TokenFailure failure) implements TokenOutcome {}
}

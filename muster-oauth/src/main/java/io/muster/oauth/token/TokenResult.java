package io.muster.oauth.token;

import io.muster.wire.json.JsonObject;

/** What a request to a token endpoint came to. */
public sealed interface TokenResult {
    record Issued(TokenSet tokens) implements TokenResult {}

    record Failed(TokenFailure failure) implements TokenResult {}

    /** The answer before it is read as tokens. */
    sealed interface Answer {
        record Success(JsonObject json) implements Answer {}

        record Failure(TokenFailure failure) implements Answer {}
    }
}

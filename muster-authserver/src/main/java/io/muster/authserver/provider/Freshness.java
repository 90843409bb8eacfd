package io.muster.authserver.provider;

import io.muster.authserver.store.ProviderTokens;

/** Outcome of asking for fresh tokens of the identity provider. */
public sealed interface Freshness {
    /** Tokens that may be used; they are stored already. */
    record Fresh(ProviderTokens tokens) implements Freshness {}

    /** The provider does not renew them: the user has to log in again. */
    record Refused() implements Freshness {}

    /** Nothing can be said: the provider did not answer, or another process holds the lock for too long. */
    record Unavailable() implements Freshness {}

    /** There are no tokens of the user. */
    record Missing() implements Freshness {}
}

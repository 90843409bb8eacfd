package io.muster.authserver.provider;

import io.muster.authserver.store.ProviderTokens;
import io.muster.oauth.Subject;

/**
 * Gives the tokens of a user at the identity provider, renewed where needed. Of all who ask for a user at the same time, in
 * all processes, at most one talks to the provider, because providers take each refresh token once.
 */
public interface FreshTokens {
    /** Tokens that last for more than five minutes: those stored, or renewed ones. */
    Freshness fresh(Subject subject) throws InterruptedException;

    /** The same, where anything that differs from what the caller has seen is fresh as well. */
    Freshness fresh(Subject subject, ProviderTokens observed) throws InterruptedException;
}

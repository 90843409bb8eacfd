package io.muster.authserver.resource;

import io.muster.authserver.provider.FreshTokens;
import io.muster.authserver.provider.IdentityProvider;
import io.muster.wire.time.Scheduler;
import java.util.concurrent.Executor;

/**
 * How the resource server reaches the identity provider.
 *
 * @param provider knows whom an access token of its own belongs to
 * @param fresh renews the tokens behind sessions
 * @param scheduler bounds waiting for answers that somebody else asked for
 * @param background runs what no request waits for
 */
public record ProviderAccess(IdentityProvider provider, FreshTokens fresh, Scheduler scheduler, Executor background) {}

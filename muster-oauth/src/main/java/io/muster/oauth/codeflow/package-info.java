/**
 * The authorization code flow as a client goes through it: the request that a browser carries, and what comes back. Pure;
 * the way in is {@link io.muster.oauth.codeflow.AuthorizationRequest}.
 */
@NullMarked
package io.muster.oauth.codeflow;

import org.jspecify.annotations.NullMarked;

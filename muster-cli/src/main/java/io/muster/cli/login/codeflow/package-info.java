/**
 * The authorization code flow as a client goes through it: the request that a browser carries, and what comes back. Pure;
 * the way in is {@link io.muster.cli.login.codeflow.AuthorizationRequest}.
 */
@NullMarked
package io.muster.cli.login.codeflow;

import org.jspecify.annotations.NullMarked;

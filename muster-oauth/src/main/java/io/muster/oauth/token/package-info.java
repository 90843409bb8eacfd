/**
 * The token endpoint as a client talks to it: grants, tokens, and everything that can go wrong there. The way in is
 * {@link io.muster.oauth.token.TokenEndpoint}.
 */
@NullMarked
package io.muster.oauth.token;

import org.jspecify.annotations.NullMarked;

/**
 * The token endpoint as a client talks to it: grants, tokens, and everything that can go wrong there. The way in is
 * {@link io.muster.cli.login.grant.TokenEndpoint}.
 */
@NullMarked
package io.muster.cli.login.grant;

import org.jspecify.annotations.NullMarked;

/**
 * Tokens and the sessions they belong to: the token endpoint with its grants, rotation with detection of reuse, revocation
 * and introspection.
 */
@NullMarked
package io.muster.authserver.token;

import org.jspecify.annotations.NullMarked;

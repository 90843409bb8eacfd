/**
 * Signed tokens: key sets, verification of JWTs, proofs of possession. The only package that knows the JOSE library.
 */
@NullMarked
package io.muster.oauth.jose;

import org.jspecify.annotations.NullMarked;

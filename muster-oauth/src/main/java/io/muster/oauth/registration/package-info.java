/**
 * Who muster is at an authorization server: a client that an operator registered, a document that describes it, or a
 * registration made on the spot. What one issuer gave out is never shown to another.
 */
@NullMarked
package io.muster.oauth.registration;

import org.jspecify.annotations.NullMarked;

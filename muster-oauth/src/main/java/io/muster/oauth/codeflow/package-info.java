/**
 * The authorization code flow as a client (RFC 6749 section 4.1, RFC 7636, RFC 8707, RFC 9207): what the browser is sent
 * with, and whether its return is believed.
 */
@NullMarked
package io.muster.oauth.codeflow;

import org.jspecify.annotations.NullMarked;

/**
 * The client's side of a token endpoint (RFC 6749 section 3.2): requests, and answers that are checked before anybody
 * relies on them. The only place where statuses and error codes of token endpoints are judged.
 */
@NullMarked
package io.muster.oauth.token;

import org.jspecify.annotations.NullMarked;

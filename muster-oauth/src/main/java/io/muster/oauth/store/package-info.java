/** What stores of sessions, tokens and logins may answer, wherever they are. */
@NullMarked
package io.muster.oauth.store;

import org.jspecify.annotations.NullMarked;

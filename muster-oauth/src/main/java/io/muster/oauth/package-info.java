/** The vocabulary of OAuth: who a caller is, and values that must not be confused. */
@NullMarked
package io.muster.oauth;

import org.jspecify.annotations.NullMarked;
